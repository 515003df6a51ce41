//! One module a category, each made by one listing of its properties.

pub mod auth_operational;
pub mod call_automation_operational;
pub mod chat_operational;
pub mod email_send_mail_operational;
pub mod email_status_update_operational;
pub mod email_user_engagement_operational;
pub mod network_traversal_operational;
pub mod sms_operational;
pub mod usage;

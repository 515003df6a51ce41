// Uses a type that quicktype made of the schemas: a record is written and read.

package org.example.acs;

public final class Use {
    public static void main(String[] arguments) {
        SMSOperationalTable record = new SMSOperationalTable();
        record.setOperationName("SMSMessagesSent");
        record.setDurationMS(250L);
        System.out.println(record.getOperationName() + " " + record.getDurationMS());
    }
}

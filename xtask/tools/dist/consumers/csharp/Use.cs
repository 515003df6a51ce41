// Uses a type that quicktype made of the schemas: a record is written and read.

namespace Acs
{
    public static class Use
    {
        public static void Main()
        {
            var record = new SmsOperationalTable { OperationName = "SMSMessagesSent", DurationMs = 250 };
            System.Console.WriteLine(record.OperationName + " " + record.DurationMs);
        }
    }
}

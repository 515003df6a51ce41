// Uses the types that quicktype made of the schemas: a record of the test data comes back with its values.

package acs

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
)

func TestRecordsComeBack(t *testing.T) {
	file, err := os.Open(os.Getenv("ACSLINT_RECORDS"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records := 0
	for lines := bufio.NewScanner(file); lines.Scan(); records++ {
		var record SMSOperationalTable
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		var before, after map[string]any
		if err := json.Unmarshal(lines.Bytes(), &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &after); err != nil {
			t.Fatal(err)
		}
		for key, value := range before {
			if value != nil && after[key] != value {
				t.Errorf("%s: %v became %v", key, value, after[key])
			}
		}
	}
	if records == 0 {
		t.Error("there are no records")
	}
}

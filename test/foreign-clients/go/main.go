// Drives a registry client: main confluent|franz URL < what to write and read > what came of it, both as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// Given is what to write and to read, by the name of the message: ProtoJSON, frames, payloads with a header; and texts of schemas.
type Given struct {
	Values  map[string]json.RawMessage `json:"values"`
	Frames  map[string]string          `json:"frames"`
	Headers map[string]Headed          `json:"headers"`
	Texts   map[string]string          `json:"texts"`
	Shaky   string                     `json:"shaky"`
	Order   Order                      `json:"order"`
}

// Headed is a bare payload and the header that names its schema; without a header, a frame.
type Headed struct {
	Header  string `json:"header,omitempty"`
	Payload string `json:"payload"`
}

// Answers by name: what a call answered, or what it failed with.
type Answers map[string]any

// Told is one client's part of what is printed.
type Told struct {
	Written    map[string]string `json:"written"`
	Headers    map[string]Headed `json:"headers"`
	Documents  map[string]Headed `json:"documents"`
	Read       Answers           `json:"read"`
	Operations Answers           `json:"operations"`
}

func main() {
	var given Given
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		fail(err)
	}
	drive := map[string]func(string, Given) Told{"confluent": confluent, "franz": franz}[os.Args[1]]
	if err := json.NewEncoder(os.Stdout).Encode(drive(os.Args[2], given)); err != nil {
		fail(err)
	}
}

// keep puts an answer under a name, or the failure as text.
func (answers Answers) keep(name string, answer any, err error) {
	if err != nil {
		answers[name] = fmt.Sprintf("failed: %v", err)
		return
	}
	answers[name] = answer
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

package main

import (
	"encoding/json"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"protokoll.test/foreign-clients/shopv1"
)

// The messages by name, and where each stands in its file.
var messages = map[string]func() proto.Message{
	"first":  func() proto.Message { return &shopv1.First{} },
	"second": func() proto.Message { return &shopv1.Second{} },
	"deep":   func() proto.Message { return &shopv1.Second_Deep{} },
	"mapped": func() proto.Message { return &shopv1.Mapped{} },
	"line":   func() proto.Message { return &shopv1.Mapped_Line{} },
}

func made(name string, value json.RawMessage) (proto.Message, error) {
	message := messages[name]()
	return message, protojson.Unmarshal(value, message)
}

// told is a message as a JSON value, so that its text does not matter.
func told(message proto.Message) (any, error) {
	text, err := protojson.Marshal(message)
	if err != nil {
		return nil, err
	}
	var value any
	err = json.Unmarshal(text, &value)
	return value, err
}

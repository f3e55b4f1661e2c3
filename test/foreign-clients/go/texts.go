package main

import (
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/jsonschema"
)

// Order is written as Avro and as JSON.
type Order struct {
	ID    string `json:"id" avro:"id"`
	Units int64  `json:"units" avro:"units"`
}

const avroOrder = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"units","type":"long"}]}`
const jsonOrder = `{"type":"object","properties":{"id":{"type":"string"},"units":{"type":"integer"}},"required":["id"]}`

func serializeTexts(url string, answers Answers) {
	order := Order{"o-1", 7}
	answer, err := avroBack(url, order)
	answers.keep("avro", answer == order, err)
	answer, err = jsonBack(url, order)
	answers.keep("json", answer == order, err)
	_, err = jsonBack(url, map[string]any{"units": "many"})
	answers["json that is not valid"] = err != nil
}

func avroBack(url string, order Order) (Order, error) {
	registered := schemaregistry.SchemaInfo{Schema: avroOrder, SchemaType: "AVRO"}
	if _, err := client(url).Register("go-avro-value", registered, true); err != nil {
		return Order{}, err
	}
	config := avrov2.NewSerializerConfig()
	config.AutoRegisterSchemas = false
	config.UseLatestVersion = true
	serializer, err := avrov2.NewSerializer(client(url), serde.ValueSerde, config)
	if err != nil {
		return Order{}, err
	}
	frame, err := serializer.Serialize("go-avro", &order)
	if err != nil {
		return Order{}, err
	}
	deserializer, err := avrov2.NewDeserializer(client(url), serde.ValueSerde, avrov2.NewDeserializerConfig())
	if err != nil {
		return Order{}, err
	}
	var back Order
	err = deserializer.DeserializeInto("go-avro", frame, &back)
	return back, err
}

func jsonBack(url string, value any) (Order, error) {
	registered := schemaregistry.SchemaInfo{Schema: jsonOrder, SchemaType: "JSON"}
	if _, err := client(url).Register("go-json-value", registered, false); err != nil {
		return Order{}, err
	}
	config := jsonschema.NewSerializerConfig()
	config.AutoRegisterSchemas = false
	config.UseLatestVersion = true
	config.EnableValidation = true
	serializer, err := jsonschema.NewSerializer(client(url), serde.ValueSerde, config)
	if err != nil {
		return Order{}, err
	}
	frame, err := serializer.Serialize("go-json", value)
	if err != nil {
		return Order{}, err
	}
	deserializer, err := jsonschema.NewDeserializer(client(url), serde.ValueSerde, jsonschema.NewDeserializerConfig())
	if err != nil {
		return Order{}, err
	}
	var back Order
	err = deserializer.DeserializeInto("go-json", frame, &back)
	return back, err
}

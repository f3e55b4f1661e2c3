package main

import (
	"encoding/hex"
	"reflect"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/jsonschema"
)

// Line is what an order refers to.
type Line struct {
	Text string `json:"text" avro:"text"`
}

// Order is written as Avro and as JSON.
type Order struct {
	ID    string   `json:"id" avro:"id"`
	Units int64    `json:"units" avro:"units"`
	Note  *string  `json:"note" avro:"note"`
	Tags  []string `json:"tags" avro:"tags"`
	Line  Line     `json:"line" avro:"line"`
}

type writer interface {
	SerializeWithHeaders(topic string, value any) ([]kafka.Header, []byte, error)
}

type reader interface {
	DeserializeWithHeadersInto(topic string, headers []kafka.Header, payload []byte, value any) error
}

func documents(url string, given Given, result Told) {
	for form, line := range map[string]string{"avro": "shop.Line", "json": "line.json"} {
		if err := registerDocument(url, form, line, given.Texts); err != nil {
			result.Operations.keep(form, nil, err)
			continue
		}
		same, err := writeDocuments(url, form, given.Order, result.Documents)
		result.Operations.keep(form, same, err)
	}
	write, err := documentWriter(url, "json", serde.PrefixSchemaIDSerializer)
	if err == nil {
		_, _, err = write.SerializeWithHeaders("go-json", map[string]any{"units": "many"})
	}
	result.Operations["json that is not valid"] = err != nil
}

func registerDocument(url string, form string, line string, texts map[string]string) error {
	kind := map[string]string{"avro": "AVRO", "json": "JSON"}[form]
	of := schemaregistry.SchemaInfo{Schema: texts[form+"Line"], SchemaType: kind}
	if _, err := client(url).Register("go-"+form+"-line", of, false); err != nil {
		return err
	}
	references := []schemaregistry.Reference{{Name: line, Subject: "go-" + form + "-line", Version: 1}}
	order := schemaregistry.SchemaInfo{Schema: texts[form], SchemaType: kind, References: references}
	_, err := client(url).Register("go-"+form+"-value", order, false)
	return err
}

// writeDocuments keeps what is written by id and by GUID in a header, and tells whether it comes back.
func writeDocuments(url string, form string, order Order, written map[string]Headed) (bool, error) {
	ways := map[string]serde.SchemaIDSerializerFunc{
		form: serde.PrefixSchemaIDSerializer, form + " by header": serde.HeaderSchemaIDSerializer,
	}
	same := true
	for name, way := range ways {
		write, err := documentWriter(url, form, way)
		if err != nil {
			return false, err
		}
		headers, payload, err := write.SerializeWithHeaders("go-"+form, &order)
		if err != nil {
			return false, err
		}
		headed := Headed{Payload: hex.EncodeToString(payload)}
		if len(headers) > 0 {
			headed.Header = hex.EncodeToString(headers[0].Value)
		}
		written[name] = headed
		read, err := documentReader(url, form)
		if err != nil {
			return false, err
		}
		var back Order
		if err := read.DeserializeWithHeadersInto("go-"+form, headers, payload, &back); err != nil {
			return false, err
		}
		same = same && reflect.DeepEqual(back, order)
	}
	return same, nil
}

func documentWriter(url string, form string, way serde.SchemaIDSerializerFunc) (writer, error) {
	if form == "avro" {
		config := avrov2.NewSerializerConfig()
		config.AutoRegisterSchemas, config.UseLatestVersion = false, true
		made, err := avrov2.NewSerializer(client(url), serde.ValueSerde, config)
		if err == nil {
			made.SchemaIDSerializer = way
		}
		return made, err
	}
	config := jsonschema.NewSerializerConfig()
	config.AutoRegisterSchemas, config.UseLatestVersion, config.EnableValidation = false, true, true
	made, err := jsonschema.NewSerializer(client(url), serde.ValueSerde, config)
	if err == nil {
		made.SchemaIDSerializer = way
	}
	return made, err
}

func documentReader(url string, form string) (reader, error) {
	if form == "avro" {
		return avrov2.NewDeserializer(client(url), serde.ValueSerde, avrov2.NewDeserializerConfig())
	}
	return jsonschema.NewDeserializer(client(url), serde.ValueSerde, jsonschema.NewDeserializerConfig())
}

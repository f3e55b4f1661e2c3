package main

import (
	"encoding/hex"
	"errors"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rest"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/protobuf"
)

func confluent(url string, given Given) Told {
	result := Told{map[string]string{}, map[string]Headed{}, map[string]Headed{}, Answers{}, Answers{}}
	for name, value := range given.Values {
		written, header, err := write(url, name, value)
		if err != nil {
			result.Operations.keep("write "+name, nil, err)
			continue
		}
		result.Written[name] = written
		result.Headers[name] = header
	}
	for name, frame := range given.Frames {
		value, err := read(url, name, nil, frame)
		result.Read.keep(name, value, err)
	}
	for name, headed := range given.Headers {
		header, err := hex.DecodeString(headed.Header)
		if err != nil {
			fail(err)
		}
		headers := []kafka.Header{{Key: serde.ValueSchemaIDHeader, Value: header}}
		value, err := read(url, name, headers, headed.Payload)
		result.Read.keep(name+" by header", value, err)
	}
	if len(given.Values) > 0 {
		operate(client(url), given, result.Operations)
		documents(url, given, result)
	}
	return result
}

func client(url string) schemaregistry.Client {
	made, err := schemaregistry.NewClient(schemaregistry.NewConfig(url))
	if err != nil {
		fail(err)
	}
	return made
}

// Its requests fail twice before they get through; the second look at the id is its own.
func throughFailures(shaky string, subject string, id int) (int, error) {
	config := schemaregistry.NewConfig(shaky)
	config.RetriesWaitMs, config.RetriesMaxWaitMs = 1, 2
	patient, err := schemaregistry.NewClient(config)
	if err != nil {
		return 0, err
	}
	for range 2 {
		if _, err := patient.GetBySubjectAndID(subject, id); err != nil {
			return 0, err
		}
	}
	latest, err := patient.GetLatestSchemaMetadata(subject)
	return latest.Version, err
}

func write(url string, name string, value []byte) (string, Headed, error) {
	message, err := made(name, value)
	if err != nil {
		return "", Headed{}, err
	}
	serializer, err := protobuf.NewSerializer(client(url), serde.ValueSerde, protobuf.NewSerializerConfig())
	if err != nil {
		return "", Headed{}, err
	}
	frame, err := serializer.Serialize("go-"+name, message)
	if err != nil {
		return "", Headed{}, err
	}
	serializer.SchemaIDSerializer = serde.HeaderSchemaIDSerializer
	headers, payload, err := serializer.SerializeWithHeaders("go-"+name, message)
	if err != nil || len(headers) != 1 {
		return "", Headed{}, err
	}
	return hex.EncodeToString(frame), Headed{hex.EncodeToString(headers[0].Value), hex.EncodeToString(payload)}, nil
}

func read(url string, name string, headers []kafka.Header, frame string) (any, error) {
	payload, err := hex.DecodeString(frame)
	if err != nil {
		return nil, err
	}
	deserializer, err := protobuf.NewDeserializer(client(url), serde.ValueSerde, protobuf.NewDeserializerConfig())
	if err != nil {
		return nil, err
	}
	message := messages[name]()
	if err := deserializer.DeserializeWithHeadersInto("go-"+name, headers, payload, message); err != nil {
		return nil, err
	}
	return told(message)
}

// code is the registry's code of a failure, 0 when there is none.
func code(err error) any {
	var failure *rest.Error
	if errors.As(err, &failure) {
		return failure.Code
	}
	var other rest.Error
	if errors.As(err, &other) {
		return other.Code
	}
	if err == nil {
		return 0
	}
	return err.Error()
}

func operate(client schemaregistry.Client, given Given, answers Answers) {
	texts := given.Texts
	const subject = "go-operations"
	info := func(name string) schemaregistry.SchemaInfo {
		return schemaregistry.SchemaInfo{Schema: texts[name], SchemaType: "PROTOBUF"}
	}
	id, err := client.Register(subject, info("v1"), false)
	if err != nil {
		answers.keep("register", nil, err)
		return
	}
	again, err := client.RegisterFullResponse(subject, info("v1"), true)
	answers.keep("again", again.ID == id, err)
	found, err := client.GetID(subject, info("v1"), false)
	answers.keep("lookup", found == id, err)
	version, err := client.GetVersion(subject, info("v1"), false)
	answers.keep("version", version, err)
	latest, err := client.GetLatestSchemaMetadata(subject)
	answers.keep("latest", latest.Version, err)
	version, err = throughFailures(given.Shaky, subject, id)
	answers.keep("through failures", version, err)
	byID, err := client.GetBySubjectAndID(subject, id)
	answers.keep("by id", byID.Schema == texts["v1"], err)
	byGUID, err := client.GetByGUID(latest.GUID)
	answers.keep("by guid", byGUID.Schema == texts["v1"], err)
	owners, err := client.GetSubjectsAndVersionsByID(id)
	answers.keep("owners", owners, err)
	compatible, err := client.TestSubjectCompatibility(subject, info("v2"))
	answers.keep("compatible", compatible, err)
	compatible, err = client.TestCompatibility(subject, 1, info("clash"))
	answers.keep("clash", compatible, err)
	_, err = client.Register(subject, info("clash"), false)
	answers["refused"] = code(err)
	_, err = client.Register(subject, info("broken"), false)
	answers["broken"] = code(err)
	_, err = client.GetLatestSchemaMetadata("nowhere")
	answers["nowhere"] = code(err)
	_, err = client.GetSchemaMetadata(subject, 9)
	answers["no version"] = code(err)
	_, err = client.GetBySubjectAndID("", 999999)
	answers["no id"] = code(err)
	level, err := client.UpdateCompatibility(subject, schemaregistry.Full)
	answers.keep("set level", level.String(), err)
	level, err = client.GetCompatibility(subject)
	answers.keep("level", level.String(), err)
	config, err := client.GetConfig("go-first-value", true)
	answers.keep("config", config.CompatibilityLevel.String(), err)
	withMetadata := info("v2")
	withMetadata.Metadata = &schemaregistry.Metadata{Properties: map[string]string{"owner": "news"}}
	_, err = client.RegisterFullResponse(subject, withMetadata, false)
	answers.keep("metadata", err == nil, err)
	latest, err = client.GetLatestWithMetadata(subject, map[string]string{"owner": "news"}, false)
	answers.keep("latest with metadata", latest.Version, err)
	versions, err := client.GetAllVersions(subject)
	answers.keep("versions", versions, err)
	deleted, err := client.DeleteSubjectVersion(subject, 1, false)
	answers.keep("delete version", deleted, err)
	_, err = client.DeleteSubjectVersion(subject, 1, false)
	answers["delete twice"] = code(err)
	all, err := client.DeleteSubject(subject, false)
	answers.keep("soft", all, err)
	all, err = client.DeleteSubject(subject, true)
	answers.keep("hard", all, err)
	_, err = client.DeleteSubject(subject, true)
	answers["delete nothing"] = code(err)
	inContext := ":.go:" + subject
	_, err = client.Register(inContext, info("v1"), false)
	answers.keep("in a context", err == nil, err)
	contexts, err := client.GetAllContexts()
	answers.keep("contexts", contexts, err)
	_, err = client.DeleteSubject("money.proto", false)
	answers["referenced"] = code(err)
}

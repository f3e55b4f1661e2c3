package main

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/twmb/franz-go/pkg/sr"
	"google.golang.org/protobuf/proto"
)

// Where the messages stand in their file; that is for whoever uses the library to say.
var indexes = map[string][]int{
	"first": {0}, "second": {1}, "deep": {1, 1}, "mapped": {2}, "line": {2, 0},
}

func franz(url string, given Given) Told {
	result := Told{map[string]string{}, map[string]Headed{}, map[string]Headed{}, Answers{}, Answers{}}
	limit, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// Nobody listens at the first, so each request goes on to the second.
	client, err := sr.NewClient(sr.URLs("http://127.0.0.1:9", url))
	if err != nil {
		fail(err)
	}
	if len(given.Values) > 0 {
		franzOperate(limit, client, given.Texts, result.Operations)
		id, err := franzRegister(limit, client, given.Texts)
		result.Operations.keep("references", id > 0, err)
		for name, value := range given.Values {
			message, err := made(name, value)
			if err != nil {
				fail(err)
			}
			frame, err := franzSerde(id, name).Encode(message)
			if err != nil {
				fail(err)
			}
			result.Written[name] = hex.EncodeToString(frame)
		}
	}
	for name, text := range given.Frames {
		frame, err := hex.DecodeString(text)
		if err != nil {
			fail(err)
		}
		var header sr.ConfluentHeader
		id, _, err := header.DecodeID(frame)
		if err != nil {
			fail(err)
		}
		message := messages[name]()
		if err := franzSerde(id, name).Decode(frame, message); err != nil {
			result.Read.keep(name, nil, err)
			continue
		}
		value, err := told(message)
		result.Read.keep(name, value, err)
	}
	return result
}

func franzSerde(id int, name string) *sr.Serde {
	serde := sr.NewSerde()
	serde.Register(
		id,
		messages[name](),
		sr.EncodeFn(func(value any) ([]byte, error) { return proto.Marshal(value.(proto.Message)) }),
		sr.DecodeFn(func(bytes []byte, value any) error { return proto.Unmarshal(bytes, value.(proto.Message)) }),
		sr.Index(indexes[name]...),
	)
	return serde
}

func franzRegister(limit context.Context, client *sr.Client, texts map[string]string) (int, error) {
	money, err := client.CreateSchema(limit, "franz-money", sr.Schema{Schema: texts["money"], Type: sr.TypeProtobuf})
	if err != nil {
		return 0, err
	}
	references := []sr.SchemaReference{{Name: "money.proto", Subject: "franz-money", Version: money.Version}}
	shop := sr.Schema{Schema: texts["shop"], Type: sr.TypeProtobuf, References: references}
	made, err := client.CreateSchema(limit, "franz-shop-value", shop)
	return made.ID, err
}

func franzCode(err error) any {
	var failure *sr.ResponseError
	if errors.As(err, &failure) {
		return failure.ErrorCode
	}
	if err == nil {
		return 0
	}
	return err.Error()
}

func franzOperate(limit context.Context, client *sr.Client, texts map[string]string, answers Answers) {
	const subject = "franz-operations"
	schema := func(name string) sr.Schema { return sr.Schema{Schema: texts[name], Type: sr.TypeProtobuf} }
	types, err := client.SupportedTypes(limit)
	answers.keep("types", len(types), err)
	made, err := client.CreateSchema(limit, subject, schema("v1"))
	answers.keep("create", made.Version, err)
	found, err := client.LookupSchema(limit, subject, schema("v1"))
	answers.keep("lookup", found.ID == made.ID, err)
	byID, err := client.SchemaByID(limit, made.ID)
	answers.keep("by id", byID.Schema == texts["v1"], err)
	text, err := client.SchemaTextByID(limit, made.ID)
	answers.keep("text by id", text == texts["v1"], err)
	byGUID, err := client.SchemaByGUID(limit, made.GUID)
	answers.keep("by guid", byGUID.Schema.Schema == texts["v1"], err)
	ids, err := client.SchemaIDsByGUID(limit, made.GUID)
	answers.keep("ids by guid", len(ids), err)
	latest, err := client.SchemaByVersion(limit, subject, -1)
	answers.keep("latest", latest.Version, err)
	check, err := client.CheckCompatibility(limit, subject, -1, schema("v2"))
	answers.keep("compatible", check.Is, err)
	verbose := sr.WithParams(limit, sr.Verbose)
	check, err = client.CheckCompatibility(verbose, subject, -1, schema("clash"))
	answers.keep("clash", !check.Is && len(check.Messages) > 0, err)
	_, err = client.CreateSchema(limit, subject, schema("clash"))
	answers["refused"] = franzCode(err)
	_, err = client.CreateSchema(limit, subject, schema("broken"))
	answers["broken"] = franzCode(err)
	_, err = client.SchemaByVersion(limit, "nowhere", -1)
	answers["nowhere"] = franzCode(err)
	set := client.SetCompatibility(limit, sr.SetCompatibility{Level: sr.CompatFull}, subject)
	answers.keep("set level", set[0].Level.String(), set[0].Err)
	level := client.Compatibility(limit, subject)
	answers.keep("level", level[0].Level.String(), level[0].Err)
	reset := client.ResetCompatibility(limit, subject)
	// It looks for the level under the name that PUT answers; DELETE answers that of GET.
	answers.keep("reset level", true, reset[0].Err)
	mode := client.SetMode(limit, sr.ModeReadOnly, subject)
	answers.keep("set mode", mode[0].Mode.String(), mode[0].Err)
	_, err = client.CreateSchema(limit, subject, schema("v2"))
	answers["read only"] = franzCode(err)
	mode = client.ResetMode(limit, subject)
	answers.keep("reset mode", mode[0].Mode.String(), mode[0].Err)
	named := sr.InContext(limit, ".franz")
	_, err = client.CreateSchema(named, subject, schema("v2"))
	answers.keep("in a context", err == nil, err)
	contexts, err := client.Contexts(limit)
	answers.keep("contexts", contexts, err)
	deleted, err := client.DeleteSubject(limit, subject, sr.SoftDelete)
	answers.keep("soft", deleted, err)
	withDeleted, err := client.SubjectVersions(sr.WithParams(limit, sr.ShowDeleted), subject)
	answers.keep("with deleted", withDeleted, err)
	deleted, err = client.DeleteSubject(limit, subject, sr.HardDelete)
	answers.keep("hard", deleted, err)
	_, err = client.SchemaByVersion(limit, subject, -1)
	answers["gone"] = franzCode(err)
}

"""Drives confluent-kafka against a registry: peer.py URL GENERATED < {"frames": {name: hex}} > what came of it as JSON."""

import json
import sys

from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import json_format

url, generated = sys.argv[1:]
sys.path.insert(0, generated)
import shop_pb2  # noqa: E402

TYPES = {
    "first": shop_pb2.First,
    "second": shop_pb2.Second,
    "deep": shop_pb2.Second.Deep,
    "mapped": shop_pb2.Mapped,
    "line": shop_pb2.Mapped.Line,
}


def context(name):
    return SerializationContext(f"python-{name}", MessageField.VALUE)


def write(client, name, value):
    message = json_format.ParseDict(value, TYPES[name]())
    serializer = ProtobufSerializer(TYPES[name], client, {"auto.register.schemas": True})
    return serializer(message, context(name)).hex()


def read(client, name, frame):
    deserializer = ProtobufDeserializer(TYPES[name], {}, client)
    message = deserializer(bytes.fromhex(frame), context(name))
    return json_format.MessageToDict(message)


def code_of(call):
    try:
        call()
    except SchemaRegistryError as error:
        return error.error_code
    return None


def operate(client):
    subject, v1 = "python-operations", 'syntax = "proto3"; message M { int32 a = 1; }'
    v2 = 'syntax = "proto3"; message M { int32 a = 1; string b = 2; }'
    clash = 'syntax = "proto3"; message M { string a = 1; }'
    client.register_schema(subject, Schema(v1, "PROTOBUF"))
    found = client.lookup_schema(subject, Schema(v1, "PROTOBUF"))
    answers = {
        "lookup": found.version,
        "latest": client.get_latest_version(subject).version,
        "compatible": client.test_compatibility(subject, Schema(v2, "PROTOBUF")),
        "clash": client.test_compatibility(subject, Schema(clash, "PROTOBUF")),
        "refused": code_of(lambda: client.register_schema(subject, Schema(clash, "PROTOBUF"))),
        "nowhere": code_of(lambda: client.get_latest_version("nowhere")),
        "soft": client.delete_subject(subject),
        "gone": code_of(lambda: SchemaRegistryClient({"url": url}).get_latest_version(subject)),
        "hard": client.delete_subject(subject, permanent=True),
    }
    return answers


given = json.load(sys.stdin)
client = SchemaRegistryClient({"url": url})
print(
    json.dumps(
        {
            "written": {name: write(client, name, value) for name, value in given["values"].items()},
            "read": {name: read(SchemaRegistryClient({"url": url}), name, frame) for name, frame in given["frames"].items()},
            "operations": operate(client),
        }
    )
)

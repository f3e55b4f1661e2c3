"""Drives confluent-kafka against a registry: peer.py URL GENERATED < what to write and read > what came of it, both as JSON."""

import json
import sys

from confluent_kafka.schema_registry import (
    Metadata,
    MetadataProperties,
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    ServerConfig,
    header_schema_id_serializer,
)
from confluent_kafka.schema_registry.common.schema_registry_client import ConfigCompatibilityLevel
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
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
# By format: its serializer and deserializer, and what the text of an order refers to.
DOCUMENTS = {
    "avro": (AvroSerializer, AvroDeserializer, "shop.Line"),
    "json": (JSONSerializer, JSONDeserializer, "line.json"),
}


def fresh():
    """A client that has nothing in its caches."""
    return SchemaRegistryClient({"url": url})


def through_failures(shaky, subject, schema_id):
    """What a client answers whose requests fail twice before they get through; the second look at the id is its own."""
    client = SchemaRegistryClient({"url": shaky, "retries.wait.ms": 1, "retries.max.wait.ms": 2})
    client.get_schema(schema_id)
    client.get_schema(schema_id)
    return client.get_latest_version(subject).version


def context(name, headers=None):
    return SerializationContext(f"python-{name}", MessageField.VALUE, headers)


def write(name, value):
    message = json_format.ParseDict(value, TYPES[name]())
    serializer = ProtobufSerializer(TYPES[name], fresh(), {"auto.register.schemas": True})
    return serializer(message, context(name)).hex()


def write_header(name, value):
    message = json_format.ParseDict(value, TYPES[name]())
    config = {"auto.register.schemas": True, "schema.id.serializer": header_schema_id_serializer}
    headers = []
    payload = ProtobufSerializer(TYPES[name], fresh(), config)(message, context(name, headers))
    return {"header": headers[0][1].hex(), "payload": payload.hex()}


def read(name, frame, headers=None):
    deserializer = ProtobufDeserializer(TYPES[name], {}, fresh())
    return json_format.MessageToDict(deserializer(bytes.fromhex(frame), context(name, headers)))


def read_all(frames, headed):
    answers = {name: tried(lambda: read(name, frame)) for name, frame in frames.items()}
    for name, given in headed.items():
        header = [("__value_schema_id", bytes.fromhex(given["header"]))]
        answers[f"{name} by header"] = tried(lambda: read(name, given["payload"], header))
    return answers


def tried(call):
    try:
        return call()
    except SchemaRegistryError as error:
        return error.error_code
    except Exception as error:
        return f"failed: {error!r}"


def operate(texts, shaky):
    client, subject = fresh(), "python-operations"
    schema = {name: Schema(text, "PROTOBUF") for name, text in texts.items()}
    schema_id = client.register_schema(subject, schema["v1"])
    registered = client.lookup_schema(subject, schema["v1"])
    owned = Schema(texts["v2"], "PROTOBUF", [], Metadata(None, MetadataProperties({"owner": "news"}), None))
    backward = ServerConfig(compatibility=ConfigCompatibilityLevel.BACKWARD)
    calls = {
        "again": lambda: client.register_schema(subject, schema["v1"], True) == schema_id,
        "lookup": lambda: registered.version,
        "latest": lambda: client.get_latest_version(subject).version,
        "through failures": lambda: through_failures(shaky, subject, schema_id),
        "by id": lambda: fresh().get_schema(schema_id).schema_str == texts["v1"],
        "by guid": lambda: fresh().get_schema_by_guid(registered.guid).schema_str == texts["v1"],
        "types": lambda: sorted(client.get_schema_types()),
        "owners": lambda: client.get_subjects_by_schema_id(schema_id),
        "owned versions": lambda: [[owner.subject, owner.version] for owner in client.get_schema_versions(schema_id)],
        "compatible": lambda: client.test_compatibility(subject, schema["v2"]),
        "compatible with all": lambda: client.test_compatibility_all_versions(subject, schema["v2"]),
        "clash": lambda: client.test_compatibility(subject, schema["clash"]),
        "refused": lambda: client.register_schema(subject, schema["clash"]),
        "broken": lambda: client.register_schema(subject, schema["broken"]),
        "nowhere": lambda: client.get_latest_version("nowhere"),
        "no version": lambda: client.get_version(subject, 9),
        "no id": lambda: client.get_schema(999999),
        "no level": lambda: client.get_compatibility(subject),
        "set level": lambda: client.set_compatibility(subject, "FULL")["compatibility"],
        "level": lambda: client.get_compatibility(subject),
        "bad level": lambda: client.set_compatibility(subject, "SOMETIMES"),
        "set config": lambda: client.set_config(subject, backward)["compatibility"],
        "config": lambda: client.get_config(subject).compatibility_level.value,
        "delete config": lambda: client.delete_config(subject).compatibility_level.value,
        "set mode": lambda: client.update_mode(subject, "READONLY"),
        "mode": lambda: client.get_mode(subject),
        "read only": lambda: client.register_schema(subject, owned),
        "delete mode": lambda: client.delete_mode(subject),
        "global mode": lambda: client.get_global_mode(),
        "metadata": lambda: client.register_schema(subject, owned) > schema_id,
        "latest with metadata": lambda: client.get_latest_with_metadata(subject, {"owner": "news"}).version,
        "versions": lambda: client.get_versions(subject),
        "referenced by": lambda: len(client.get_referenced_by("money.proto", 1)) > 0,
        "referenced": lambda: client.delete_subject("money.proto"),
        "not soft first": lambda: client.delete_version(subject, 1, permanent=True),
        "delete version": lambda: client.delete_version(subject, 1),
        "soft": lambda: client.delete_subject(subject),
        "gone": lambda: fresh().get_latest_version(subject),
        "hard": lambda: client.delete_subject(subject, permanent=True),
        "in a context": lambda: client.register_schema(f":.python:{subject}", schema["v1"]) > 0,
        "contexts": lambda: client.get_contexts(),
        "subjects": lambda: sorted(client.get_subjects(subject_prefix="python-a")),
    }
    return {name: tried(call) for name, call in calls.items()}


def register_document(form, texts):
    kind, name = form.upper(), DOCUMENTS[form][2]
    fresh().register_schema(f"python-{form}-line", Schema(texts[f"{form}Line"], kind))
    line = SchemaReference(name, f"python-{form}-line", 1)
    fresh().register_schema(f"python-{form}-value", Schema(texts[form], kind, [line]))


def write_document(form, order, headers=None):
    """The order written with the latest version, its schema named by a header when there are headers."""
    config = {"auto.register.schemas": False, "use.latest.version": True}
    if headers is not None:
        config["schema.id.serializer"] = header_schema_id_serializer
    serializer = DOCUMENTS[form][0]
    made = serializer(fresh(), conf=config) if form == "avro" else serializer(None, fresh(), conf=config)
    return made(order, context(form, headers))


def read_document(form, payload, headers=None):
    deserializer = DOCUMENTS[form][1]
    made = deserializer(fresh()) if form == "avro" else deserializer(None, schema_registry_client=fresh())
    return made(payload, context(form, headers))


def documents(texts, order):
    """Of each format what was written, and whether it comes back."""
    written, answers = {}, {}
    for form in DOCUMENTS:
        register_document(form, texts)
        payload = write_document(form, order)
        headers = []
        bare = write_document(form, order, headers)
        written[form] = {"payload": payload.hex()}
        written[f"{form} by header"] = {"payload": bare.hex(), "header": headers[0][1].hex()}
        answers[form] = read_document(form, payload) == order and read_document(form, bare, headers) == order
    return written, answers


given = json.load(sys.stdin)
values = given["values"].items()
written, answers = documents(given["texts"], given["order"]) if values else ({}, {})
print(
    json.dumps(
        {
            "written": {name: write(name, value) for name, value in values},
            "headers": {name: write_header(name, value) for name, value in values},
            "read": read_all(given["frames"], given["headers"]),
            "documents": written,
            "operations": {**operate(given["texts"], given["shaky"]), **answers} if values else {},
        }
    )
)

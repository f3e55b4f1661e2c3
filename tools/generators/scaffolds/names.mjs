/** True for names such as \`field-same-type\`. */
export function isKebab(name) {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
}

/** `field-same-type` as `fieldSameType`. */
export function camelCase(name) {
  return name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** `field-same-type` as `FIELD_SAME_TYPE`. */
export function upperSnake(name) {
  return name.toUpperCase().replaceAll('-', '_');
}

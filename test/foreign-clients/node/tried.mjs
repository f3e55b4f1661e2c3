/** Answers of calls, one after another; of one that fails, the registry's code or what it says. */
export async function tried(calls, codeOf) {
  const answers = {};
  for (const [name, call] of Object.entries(calls))
    answers[name] = await call().catch((error) => codeOf(error) ?? `failed: ${error.message}`);
  return answers;
}

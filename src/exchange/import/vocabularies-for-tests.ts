// biome-ignore-all lint/correctness/noNodejsModules: a helper of tests only
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { toVocabularies, VOCABULARY_NAMES, type Vocabularies } from "../../catalogue/vocabulary.ts";

/** For tests: the project's own vocabularies. */
export function testVocabularies(): Vocabularies {
  const folder = join(import.meta.dirname, "../../../platform/vocabularies");
  return toVocabularies(
    Object.fromEntries(
      VOCABULARY_NAMES.map((name) => [
        name,
        load(readFileSync(join(folder, `${name}.yaml`), "utf8"), { schema: FAILSAFE_SCHEMA }),
      ]),
    ),
  );
}

import { parseOpinionCommand } from "./commands.ts";
import { opinionOf } from "./parse.ts";
import type { OpinionRecord } from "./record.ts";

/** Commands of one issue that are looked at for what they name; nobody needs more. */
const MOST_COMMANDS = 100;

const commandsIn = (record: OpinionRecord) =>
  record.comments
    .flatMap((comment) => {
      const command = comment.own || comment.edited ? undefined : parseOpinionCommand(comment.body);
      return command && "name" in command ? [command] : [];
    })
    .slice(0, MOST_COMMANDS);

/** Identifiers of the datasets that an issue names: the one that it is about, and those that fulfil it. */
export function datasetsNamed(record: OpinionRecord): string[] {
  const opinion = opinionOf(record);
  const about = opinion?.form === "opinion" && opinion.identifier ? [opinion.identifier] : [];
  return [...new Set([...about, ...commandsIn(record).flatMap(({ dataset }) => dataset ?? [])])];
}

/** Numbers of the requests into which an issue is to be merged. */
export function requestsNamed(record: OpinionRecord): number[] {
  return [...new Set(commandsIn(record).flatMap(({ into }) => into ?? []))];
}

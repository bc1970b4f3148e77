import { answerName, type Standing, standingWords } from "../../../desk/opinions.ts";

/** 回覆狀態 in words, where a request stands, and what is left of the time. */
export function StandingBadges({ standing }: { standing: Standing }) {
  const { names, clock } = standingWords(standing);
  const answer = names.at(-1)!;
  const good = answerName(standing) === "已回覆";
  return (
    <>
      {names.slice(0, -1).map((name) => (
        <span key={name} class="badge">
          {name}
        </span>
      ))}
      <span class={good ? "badge good" : "badge warn"}>{answer}</span>
      {clock && <small>{clock}</small>}
    </>
  );
}

import { HIGH_FREQUENCY_SECONDS } from "../catalogue/check.ts";
import { parseFrequency } from "../catalogue/frequency.ts";
import { MOST_FORMATS, nextFormats, OPEN_FORMAT_STARS } from "../catalogue/quality/stars.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import type { DraftValues } from "./draft.ts";
import { applies, distributionFields, type FormField, formSections } from "./fields.ts";

/** What the rating will be, and what would make the dataset better. */
export interface Forecast {
  /** 資料 5 星評等, 0 while no format is chosen. */
  stars: number;
  /** What so many stars mean, in Chinese; empty for 0. */
  meaning: string;
  /** What to do and what is gained by it, in Chinese, with the path of the form's field. */
  advice: { field: string[]; text: string }[];
}

type Advice = Forecast["advice"][number];

/** What the public gains by each recommended field without a default. */
const GAINS: Record<string, string> = {
  keyword: "民眾用不同的說法也搜尋得到",
  spatial: "使用者知道資料涵蓋哪些地區",
  landingPage: "使用者找得到資料的來源與說明",
  temporalCoverageFrom: "使用者知道資料從何時開始",
  temporalCoverageTo: "使用者知道資料到何時為止",
  releaseDate: "審查通過後，到了這一天自動公開；不填則通過後立即公開",
  resourceModified: "使用者看得出資料有沒有更新",
  metadataSourceOfData: "專業使用者查得到欄位的定義",
};

const textOf = (value: DraftValues[string]) => (typeof value === "string" ? value.trim() : "");

/** Formats that would raise the stars; those of the dataset's type only. */
function starAdvice(
  stars: number,
  field: string[],
  values: DraftValues,
  vocabularies: Vocabularies,
): Advice[] {
  if (stars === 0) return [{ field, text: "選擇檔案格式，就能預估資料 5 星評等" }];
  const type = vocabularies.types.get(textOf(values.type));
  const best = nextFormats(stars, type?.kinds, vocabularies);
  const next = best[0]?.stars;
  if (next === undefined) return [];
  const names = best.map((format) => format.zh);
  const some = names.slice(0, MOST_FORMATS).join("、");
  const meaning = vocabularies.stars.get(String(next))?.zh ?? "";
  const principle = stars < OPEN_FORMAT_STARS ? "；行動方案以 3 星以上的開放格式為原則" : "";
  return [
    {
      field,
      text: `加上 ${some} ${names.length > MOST_FORMATS ? "等" : ""}格式的資源，可由 ${stars} 星提高為 ${next} 星（${meaning}）${principle}`,
    },
  ];
}

/** What changes fast and comes as files only (mission A16). */
function serviceAdvice(
  kinds: ReadonlySet<string>,
  values: DraftValues,
  vocabularies: Vocabularies,
): Advice[] {
  const code = textOf(values.accrualPeriodicity);
  const seconds = code ? parseFrequency(code, vocabularies.frequencies)?.seconds : undefined;
  const fast = seconds !== undefined && seconds <= HIGH_FREQUENCY_SECONDS;
  if (!fast || kinds.size === 0 || [...kinds].some((kind) => kind !== "file")) return [];
  const type = [...vocabularies.types.values()].find((term) => term.kinds.includes("service"));
  return [
    {
      field: ["accrualPeriodicity"],
      text: `更新頻率為「${code}」卻只提供檔案；資料集類型改為「${type?.zh ?? ""}」並加上 API，使用者不必反覆下載就能取得最新資料`,
    },
  ];
}

/** A default stands for what is left out, so such a field is never empty. */
const isWanted = (field: FormField) => field.obligation === "recommended" && field.default === undefined;

const gainOf = (field: FormField) => GAINS[field.name] ?? field.help.replace(/。$/, "");

function fieldAdvice(values: DraftValues, vocabularies: Vocabularies): Advice[] {
  const own = formSections(vocabularies).flatMap(({ fields }) => fields);
  const empty = own.filter((field) => {
    const value = values[field.name];
    const blank = Array.isArray(value) ? value.length === 0 : textOf(value) === "";
    return isWanted(field) && applies(field, values) && blank;
  });
  const resources = values.distribution ?? [];
  const ofResources = distributionFields(vocabularies, textOf(values.type))
    .filter(isWanted)
    .flatMap((field): Advice[] => {
      const lacking = resources.flatMap((resource, index) =>
        applies(field, values, index) && textOf(resource[field.name]) === "" ? [index] : [],
      );
      if (lacking.length === 0) return [];
      const which =
        resources.length === 1
          ? ""
          : lacking.length === resources.length
            ? "各資源的"
            : `第 ${lacking.map((index) => index + 1).join("、")} 個資源的`;
      return [
        {
          field: ["distribution", String(lacking[0]), field.name],
          text: `填寫${which}「${field.label}」：${gainOf(field)}`,
        },
      ];
    });
  return [
    ...empty.map((field) => ({ field: field.path, text: `填寫「${field.label}」：${gainOf(field)}` })),
    ...ofResources,
  ];
}

/**
 * The stars that a draft will have (mission A7), and what would raise them or tell the public more: better formats (A17),
 * an API for what changes fast (A16), recommended fields that are empty.
 */
export function forecast(values: DraftValues, vocabularies: Vocabularies): Forecast {
  const resources = values.distribution ?? [];
  const formats = resources.flatMap(({ format }) => vocabularies.formats.get(textOf(format)) ?? []);
  const stars = Math.max(0, ...formats.map((format) => format.stars));
  const field = resources.length > 0 ? ["distribution", "0", "format"] : ["distribution"];
  return {
    stars,
    meaning: vocabularies.stars.get(String(stars))?.zh ?? "",
    advice: [
      ...starAdvice(stars, field, values, vocabularies),
      ...serviceAdvice(new Set(formats.map((format) => format.kind)), values, vocabularies),
      ...fieldAdvice(values, vocabularies),
    ],
  };
}

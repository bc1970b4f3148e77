import { escapeHTML } from "astro/runtime/server/escape.js";
import type { PageValues } from "../adapters/page-template.ts";
import { croissantPath } from "../exchange/addresses.ts";
import { hasCroissant } from "../exchange/croissant.ts";
import { hasDocuments } from "../exchange/extent.ts";
import { attribute } from "./attribute.ts";
import DatasetArticle from "./components/DatasetArticle.astro?plain";
import DatasetOpinions from "./components/DatasetOpinions.astro?plain";
import DatasetQuality from "./components/DatasetQuality.astro?plain";
import DatasetShowcases from "./components/DatasetShowcases.astro?plain";
import DatasetUsage from "./components/DatasetUsage.astro?plain";
import DatasetView from "./components/DatasetView.astro?plain";
import { siteContext } from "./context.ts";
import { type DatasetLinks, type DatasetRecord, jsonLd, recordFormats, scriptJson } from "./dataset-view.ts";
import { both } from "./i18n.ts";
import { siteDictionary } from "./label-dictionary.ts";
import { renderToString } from "./plain-runtime.ts";
import { checkedRows, datasetQualityView } from "./quality-view.ts";
import { absolute, editions, fileUrl, PATHS, repositoryUrl, siteExtent, target, yamlUrl } from "./urls.ts";

const LONGEST_SUMMARY = 120;

/** A text between tags, and as the value of an attribute. */
const textValues = (name: string, text: string): PageValues => ({
  [name]: escapeHTML(text),
  [`=${name}`]: String(attribute(text, "")).trimStart(),
});

/** What the page of a dataset, or of a withdrawn one, differs by from that of another; marks of `[identifier].astro`. */
export function datasetPage(identifier: string): PageValues {
  const context = siteContext();
  const {
    catalogue,
    byIdentifier,
    history,
    reviews,
    related,
    qualityOf,
    evidenceOf,
    plan,
    usage,
    base,
    origin,
  } = context;
  const { settings, vocabularies } = catalogue;
  const dataset = byIdentifier.get(identifier)!;
  const { file, agency, category, withdrawn } = dataset;
  const hasEnglish = editions().includes("en");
  const extent = siteExtent();
  const bilingual = hasEnglish && (extent === "full" || siteDictionary());
  const siteName = { zh: settings.name, en: settings.nameEn };
  const source = `${settings.branch ?? "main"}/datasets/${agency.code}/${identifier.slice(11)}.yaml`;
  const github = repositoryUrl();
  const links: Partial<DatasetLinks> = {
    page: absolute(fileUrl(PATHS.dataset(identifier))),
    agency: target(PATHS.agency(agency.code)),
    ministry: target(PATHS.agency(agency.ministry.code)),
    ...(category ? { category: target(PATHS.category(category.code)) } : {}),
    stars: target(`${PATHS.fields}#stars`),
    json: fileUrl(PATHS.datasetJson(identifier)),
    yaml: yamlUrl(identifier),
    formats: recordFormats(identifier, base, extent),
    ...(github
      ? {
          edit: { zh: fileUrl(PATHS.officeEdit(identifier)), en: `${github}/edit/${source}` },
          log: `${github}/commits/${source}`,
          pull: `${github}/pull/`,
        }
      : {}),
  };
  const others = (related.get(identifier) ?? []).flatMap((id) => {
    const other = byIdentifier.get(id);
    if (!other || other.withdrawn) return [];
    return [
      {
        title: other.file.title,
        // Most are of the same agency, which the page names above.
        ...(other.agency === agency ? {} : { publisher: { zh: other.agency.name, en: other.agency.nameEn } }),
        href: fileUrl(PATHS.dataset(id)),
      },
    ];
  });
  const summary = (file.description ?? `${file.title}，${dataset.publisher}`).replace(/\s+/g, " ");
  const data = jsonLd({ dataset, vocabularies, siteName, links, siteUrl: absolute(base), absolute });
  const columnsOf = (url: string) => evidenceOf(url)?.content?.columns;
  const isCroissant =
    hasDocuments(extent) && !withdrawn && hasCroissant(dataset, { base, origin, vocabularies }, columnsOf);
  const judged = qualityOf(identifier);
  const used = usage?.datasets.get(identifier);
  const record: DatasetRecord = {
    dataset,
    vocabularies,
    siteName,
    bilingual,
    history: history.get(identifier) ?? [],
    reviews: reviews.get(identifier) ?? [],
    related: others,
    links,
    checks: judged?.visited ? checkedRows(dataset) : undefined,
  };
  const body = renderToString(DatasetView, record, {
    quality: judged
      ? renderToString(DatasetQuality, { view: datasetQualityView(dataset, judged), bilingual })
      : "",
    use: [
      used ? renderToString(DatasetUsage, { usage: used, bilingual }) : "",
      renderToString(DatasetShowcases, { showcases: plan.showcasesOf.get(identifier) ?? [], bilingual }),
      renderToString(DatasetOpinions, { identifier, bilingual }),
    ].join(""),
  });
  const trail = agency === agency.ministry ? [agency] : [agency.ministry, agency];
  return {
    ...textValues("title", withdrawn ? `${file.title}（${both("withdrawnTag").zh}）` : file.title),
    ...textValues("summary", [...summary].slice(0, LONGEST_SUMMARY).join("")),
    identifier,
    data:
      `<script type=application/ld+json>${scriptJson(data)}</script>` +
      (isCroissant
        ? `<link rel=alternate type=application/ld+json title=Croissant href=${fileUrl(croissantPath(identifier))}>`
        : ""),
    article: renderToString(
      DatasetArticle,
      { title: file.title, withdrawn, trail, bilingual },
      { default: body },
    ),
  };
}

import { type DeskAgency, type DeskPlatform, deskVocabularies } from "../../../desk/data.ts";
import { previewRecord } from "../../../desk/record.ts";
import { agencyPath, categoryPath, datasetJsonPath, datasetPath } from "../../../exchange/addresses.ts";
import { datasetYamlUrl } from "../../../exchange/extent.ts";
import DatasetView from "../../components/DatasetView.astro?plain";
import { type DatasetLinks, recordFormats } from "../../dataset-view.ts";
import { renderToString } from "../../plain-runtime.ts";
import { Dialog } from "../shared/dialog.tsx";
import { siteBase } from "../shared/load.ts";

/** 預覽: the dataset's page as the public will see it, drawn by the page's own component. */
export default function Preview(props: {
  text: string;
  path: string;
  platform: DeskPlatform;
  agency: DeskAgency;
  published: boolean;
  onClose: () => void;
}) {
  const { text, path, platform, agency, published, onClose } = props;
  const dataset = previewRecord(text, path, platform, agency);
  if (!dataset) {
    return (
      <Dialog title="預覽" onClose={onClose}>
        <p>資料還讀不出來，請先按「檢查」更正錯誤。</p>
      </Dialog>
    );
  }
  const { settings } = platform;
  const bilingual = settings.languages.includes("en");
  const base = siteBase();
  const target = (to: string) => ({ zh: base + to, ...(bilingual ? { en: `${base}en/${to}` } : {}) });
  const { identifier } = dataset;
  const { repository } = platform;
  const github = repository && `${repository.web}/${repository.owner}/${repository.name}`;
  const source = repository && `${repository.branch}/${path}`;
  const links: Partial<DatasetLinks> = {
    page: new URL(base + datasetPath(identifier), settings.url).href,
    agency: target(agencyPath(dataset.agency.code)),
    ministry: target(agencyPath(dataset.agency.ministry.code)),
    ...(dataset.category ? { category: target(categoryPath(dataset.category.code)) } : {}),
    stars: target("fields/#stars"),
    // A dataset that nobody has published has no files yet.
    ...(published
      ? {
          json: base + datasetJsonPath(identifier),
          yaml: datasetYamlUrl({ identifier, path }, base, platform.extent, repository),
          formats: recordFormats(identifier, base, platform.extent),
        }
      : {}),
    ...(published && github
      ? {
          edit: { zh: `${base}office/datasets/edit/?id=${identifier}`, en: `${github}/edit/${source}` },
          log: `${github}/commits/${source}`,
          pull: `${github}/pull/`,
        }
      : {}),
  };
  const html = renderToString(DatasetView, {
    dataset,
    vocabularies: deskVocabularies(platform),
    siteName: { zh: settings.name, en: settings.nameEn },
    bilingual,
    links,
  });
  return (
    <Dialog title="預覽：上架後民眾看到的網頁" onClose={onClose}>
      <div
        class="preview two"
        data-lang="zh"
        // A link must not lead away from what is being written.
        onClickCapture={(event) => {
          const link = (event.target as Element).closest("a");
          if (link) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
        }}
      >
        <h1>
          {dataset.file.title}
          {dataset.withdrawn && <small class="tag">已下架</small>}
        </h1>
        <div dangerouslySetInnerHTML={{ __html: html }} />
      </div>
    </Dialog>
  );
}

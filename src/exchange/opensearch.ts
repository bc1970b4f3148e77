import type { Catalogue } from "../catalogue/catalogue.ts";
import { absolute, type Place } from "./addresses.ts";
import type { OutputFile } from "./output-file.ts";
import { element, parent, XML_DECLARATION } from "./xml.ts";

const cut = (text: string, length: number): string => Array.from(text).slice(0, length).join("");

/** Lets a browser search the catalogue from its address bar (OpenSearch 1.1: names of 16 and 48 characters at most). */
export function opensearch(catalogue: Catalogue, place: Place): OutputFile {
  const { name, nameEn, email } = catalogue.settings;
  const content = parent("OpenSearchDescription", { xmlns: "http://a9.com/-/spec/opensearch/1.1/" }, [
    element("ShortName", {}, cut(name, 16)),
    element("LongName", {}, cut(name, 48)),
    element("Description", {}, cut(`搜尋${name}的資料集（${nameEn}）`, 1024)),
    ...(email ? [element("Contact", {}, email)] : []),
    element("Url", {
      type: "text/html",
      method: "get",
      template: absolute(place, "search/?q={searchTerms}"),
    }),
    element("Url", {
      type: "application/opensearchdescription+xml",
      rel: "self",
      template: absolute(place, "opensearch.xml"),
    }),
    element("Language", {}, "zh-TW"),
    element("InputEncoding", {}, "UTF-8"),
    element("OutputEncoding", {}, "UTF-8"),
  ]);
  return { path: "opensearch.xml", content: `${XML_DECLARATION}${content}\n` };
}

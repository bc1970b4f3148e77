/**
 * Every sentence of the checker, in one table: stable code → severity, what is wrong and why, how to mend it.
 * Tests assert codes and pin these sentences; the code that finds a fault only fills in the arguments.
 */

/** A sentence of the checker: what is wrong and why, how to mend it. */
export interface Message<A> {
  severity: "error" | "warning";
  message: (a: A) => string;
  remedy: (a: A) => string;
}

export const error = <A>(message: (a: A) => string, remedy: (a: A) => string): Message<A> => ({
  severity: "error",
  message,
  remedy,
});
export const warning = <A>(message: (a: A) => string, remedy: (a: A) => string): Message<A> => ({
  severity: "warning",
  message,
  remedy,
});

type None = Record<never, never>;
interface Label {
  label: string;
}
interface Field extends Label {
  field: string;
}

interface Personal extends Field {
  /** What it is, in Chinese. */
  kind: string;
  masked: string;
}

const personal = (a: Personal) => `${a.label}（${a.field}）含有${a.kind} ${a.masked}，這個欄位會公開`;

/** Chinese and Latin words stand apart by a blank. */
const when = (reason: string) => (/[\x21-\x7e]$/.test(reason) ? `${reason} 時` : `${reason}時`);

export const MESSAGES = {
  // Files as bytes.
  "file/too-large": error<{ bytes: number; limit: number }>(
    (a) => `檔案有 ${a.bytes} 位元組，超過上限 ${a.limit}；資料集檔案只放詮釋資料，不放資料本身`,
    () => "把資料放在機關網站，這裡只寫下載網址",
  ),
  "file/unread": error<None>(
    () => "這件送件的檔案太多或合計太大，這個檔案沒有讀取，無法檢查",
    () => "分成幾件送審，每件不超過 3,000 個檔案、合計 64 MB",
  ),
  "file/symlink": error<None>(
    () => "這是符號連結，不是檔案；目錄只接受一般檔案",
    () => "刪除符號連結，改放 YAML 檔案",
  ),
  "file/name": error<{ expected: string }>(
    (a) => `檔案位置不符合 ${a.expected}，無法對應到資料集或機關`,
    (a) => `把檔案移到 ${a.expected}，副檔名用小寫 .yaml`,
  ),
  "file/deleted": error<{ identifier: string }>(
    (a) => `已上架的資料集 ${a.identifier} 被刪除；資料以不下架為原則，網址必須永久有效`,
    () => "還原檔案；若要下架，改為 status: withdrawn 並填寫 withdrawal（原因、說明、日期）",
  ),
  "encoding/bom": error<None>(
    () => "檔案開頭有 BOM（看不見的位元組順序記號），第一個欄位名稱會因此讀錯",
    () => "以「UTF-8（無 BOM）」重新儲存",
  ),
  "encoding/big5": error<None>(
    () => "檔案是 Big5 編碼，不是 UTF-8，中文會變成亂碼",
    () => "以 UTF-8 重新儲存",
  ),
  "encoding/utf16": error<None>(
    () => "檔案是 UTF-16（記事本的「Unicode」）編碼，不是 UTF-8",
    () => "以 UTF-8 重新儲存",
  ),
  "encoding/invalid": error<{ offset: number }>(
    (a) => `第 ${a.offset} 個位元組不是有效的 UTF-8，也無法辨認為 Big5`,
    () => "以 UTF-8 重新儲存；若內容已損壞，請由原始檔重新貼上",
  ),
  // YAML as text.
  "yaml/merge-marker": error<{ marker: string }>(
    (a) => `留有合併衝突記號「${a.marker}」，兩個版本的內容混在一起`,
    () => "選定要保留的版本，刪除 <<<<<<<、=======、>>>>>>> 這三種行與不要的內容",
  ),
  "yaml/tab": error<None>(
    () => "縮排用了 Tab 字元，YAML 只接受半形空白",
    () => "每個 Tab 改成兩個半形空白",
  ),
  "yaml/fullwidth-space": error<None>(
    () => "縮排用了全形空白或不換行空白，YAML 只接受半形空白",
    () => "改成半形空白",
  ),
  "yaml/fullwidth-colon": error<{ key: string }>(
    (a) => `欄位 ${a.key} 後面是全形冒號「：」，不會被當成欄位`,
    (a) => `改成半形冒號加一個空白：「${a.key}: 」`,
  ),
  "yaml/colon-space": error<{ key: string }>(
    (a) => `欄位 ${a.key} 的冒號後面少了一個空白，整行會被當成文字`,
    (a) => `在冒號後面加一個半形空白：「${a.key}: 」`,
  ),
  "yaml/colon-missing": error<{ text: string }>(
    (a) => `「${a.text}」這一行沒有冒號，不知道是哪個欄位的內容`,
    () => "寫成「欄位名稱: 內容」；若是上一行的延續，請縮排或改用「|」",
  ),
  "yaml/dash-space": error<None>(
    () => "清單的「-」後面少了一個空白",
    () => "在「-」後面加一個半形空白",
  ),
  "yaml/fullwidth-quote": error<None>(
    () => "值的前後是全形引號，引號會成為內容的一部分",
    () => "刪除引號，或改成半形雙引號",
  ),
  "yaml/duplicate-key": error<{ key: string }>(
    (a) => `欄位 ${a.key} 出現兩次，無法判斷以哪一個為準`,
    () => "刪除其中一個",
  ),
  "yaml/alias": error<{ mark: string }>(
    (a) => `值以「${a.mark}」開頭，YAML 會當成錨點或別名；本目錄不使用這項功能`,
    () => "若是文字內容，用半形雙引號包起來；若想重複內容，請直接寫出",
  ),
  "yaml/tag": error<None>(
    () => "值以「!」開頭，YAML 會當成型別標籤；本目錄不使用這項功能",
    () => "若是文字內容，用半形雙引號包起來",
  ),
  "yaml/reserved": error<{ mark: string }>(
    (a) => `值以「${a.mark}」開頭，這是 YAML 的保留字元`,
    () => "用半形雙引號把整個值包起來",
  ),
  "yaml/colon-in-value": error<None>(
    () => "值裡面有「冒號加空白」，YAML 會誤認為另一個欄位",
    () => "用半形雙引號把整個值包起來",
  ),
  "yaml/comment-in-value": warning<{ lost: string }>(
    (a) => `「空白加 #」之後的「${a.lost}」會被當成註解而消失`,
    () => "若是內容的一部分，用半形雙引號把整個值包起來；若是註解，移到單獨一行",
  ),
  "yaml/unclosed-quote": error<None>(
    () => "引號沒有結尾，後面的內容都被當成同一個值",
    () => "在值的結尾補上相同的引號",
  ),
  "yaml/text-after-quote": error<None>(
    () => "引號結束後還有文字",
    () => '把整個值用一對引號包起來；值裡面的雙引號寫成 \\"',
  ),
  "yaml/escape": error<{ sequence: string }>(
    (a) => `雙引號裡的「${a.sequence}」不是有效的跳脫字元`,
    () => "反斜線寫成 \\\\，或改用單引號",
  ),
  "yaml/unclosed-bracket": error<None>(
    () => "方括號或大括號沒有成對",
    () => "補上對應的括號；若是文字內容，用半形雙引號包起來",
  ),
  "yaml/indent": error<None>(
    () => "縮排不一致：同一層的欄位必須從同一欄開始，下一層多兩個空白",
    () => "對齊上一個同層欄位的開頭",
  ),
  "yaml/block-scalar": error<None>(
    () => "「|」或「>」後面不能接文字",
    () => "內容從下一行開始，並縮排兩個空白",
  ),
  "yaml/document": error<None>(
    () => "一個檔案只能有一份內容，不能有「---」「...」或「%」指令行",
    () => "刪除這一行；另一份內容請放在另一個檔案",
  ),
  "yaml/depth": error<{ limit: number }>(
    (a) => `巢狀超過 ${a.limit} 層`,
    () => "資料集最多四層；請依範本整理",
  ),
  "yaml/control-character": error<{ code: string }>(
    (a) => `含有看不見的控制字元 ${a.code}`,
    () => "刪除這個字元",
  ),
  "yaml/bidi": error<{ code: string }>(
    (a) => `含有改變文字方向的字元 ${a.code}，畫面看到的會與實際內容不同`,
    () => "刪除這個字元",
  ),
  "yaml/empty": error<None>(
    () => "檔案沒有內容",
    () => "由範本 platform/templates/ 開始填寫，或刪除檔案",
  ),
  "yaml/not-a-mapping": error<None>(
    () => "檔案內容不是「欄位: 值」的形式",
    () => "依範本 platform/templates/ 填寫",
  ),
  "yaml/key": error<None>(
    () => "欄位名稱必須是單純的文字",
    () => "依範本改寫這個欄位",
  ),
  "yaml/syntax": error<{ detail: string }>(
    (a) => `YAML 語法錯誤，無法讀取（${a.detail}）`,
    () => "比對範本中相同欄位的寫法；值裡有特殊符號時，用半形雙引號包起來",
  ),
  // Fields against the schema.
  "field/unknown": error<{ field: string; suggestion?: string }>(
    (a) => `沒有 ${a.field} 這個欄位${a.suggestion ? `，是否為 ${a.suggestion}` : ""}`,
    (a) => (a.suggestion ? `改為 ${a.suggestion}` : "刪除這個欄位；可用欄位見欄位說明頁"),
  ),
  "field/missing": error<Field & { reason?: string }>(
    (a) => `缺少${a.reason ? `（${when(a.reason)}）` : ""}必填欄位 ${a.field}（${a.label}）`,
    (a) => `加上「${a.field}: 」與內容`,
  ),
  "field/empty": error<Field>(
    (a) => `${a.label}（${a.field}）是空的`,
    () => "填寫內容；不需要的欄位請整行刪除",
  ),
  "field/not-applicable": error<Field & { reason: string }>(
    (a) => `${a.label}（${a.field}）只在${when(a.reason)}填寫`,
    () => "刪除這個欄位，或更正相關欄位",
  ),
  "field/type": error<Field & { expected: string }>(
    (a) => `${a.label}（${a.field}）應為${a.expected}`,
    (a) => `改寫為${a.expected}；寫法見欄位說明頁`,
  ),
  "field/number": error<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）只能填整數，不能是「${a.value}」`,
    () => "只填半形數字，不加單位、逗號或小數",
  ),
  "field/too-long": error<Field & { length: number; limit: number }>(
    (a) => `${a.label}（${a.field}）有 ${a.length} 字，超過上限 ${a.limit} 字`,
    (a) => `刪減 ${a.length - a.limit} 字；細節可移到備註或說明網頁`,
  ),
  "field/too-many": error<Field & { count: number; limit: number }>(
    (a) => `${a.label}（${a.field}）有 ${a.count} 項，超過上限 ${a.limit} 項`,
    () => "合併或拆成多個資料集",
  ),
  "field/duplicate-item": error<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）的「${a.value}」重複`,
    () => "刪除重複的一項",
  ),
  "field/not-in-list": error<Field & { value: string; allowed: string; suggestion?: string }>(
    (a) => `${a.label}（${a.field}）的值「${a.value}」不在清單內`,
    (a) => (a.suggestion ? `改為 ${a.suggestion}` : `可用的值：${a.allowed}`),
  ),
  "field/pattern": error<Field & { value: string; example: string }>(
    (a) => `${a.label}（${a.field}）的格式不對：「${a.value}」`,
    (a) => (a.example ? `寫法如：${a.example}` : "依欄位說明頁的格式填寫"),
  ),
  "field/edge-space": warning<Field>(
    (a) => `${a.label}（${a.field}）的前後有空白`,
    () => "刪除前後的空白",
  ),
  "field/placeholder": warning<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）的值「${a.value}」沒有意義`,
    () => "填寫實際內容；不需要的欄位請整行刪除",
  ),
  "date/roc": error<Field & { value: string; iso: string }>(
    (a) => `${a.label}（${a.field}）的「${a.value}」是民國年`,
    (a) => `改為西元 ${a.iso}`,
  ),
  "date/format": error<Field & { value: string; iso?: string }>(
    (a) => `${a.label}（${a.field}）的「${a.value}」不是 YYYY-MM-DD 格式`,
    (a) => (a.iso ? `改為 ${a.iso}` : "寫成西元年-月-日，月日各兩碼，如 2026-01-05"),
  ),
  "date/impossible": error<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）的「${a.value}」不存在於曆法`,
    () => "更正為實際存在的日期",
  ),
  "date/order": error<{ first: string; second: string }>(
    (a) => `${a.second}早於${a.first}`,
    () => "更正兩個日期的先後",
  ),
  "date/modified-first": warning<{ first: string; second: string }>(
    (a) => `${a.second}早於${a.first}`,
    () => "確認兩個日期；詮釋資料在發布之後若有修改，請更新最後更新時間",
  ),
  "date/future": warning<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）的「${a.value}」在未來`,
    () => "更正為實際日期；預定公開的日子請用 releaseDate（上架日期）",
  ),
  "url/invalid": error<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）不是有效的網址：「${a.value}」`,
    () => "以 http:// 或 https:// 開頭，不含空白與全形字元；中文或空白請用瀏覽器網址列複製的編碼網址",
  ),
  "email/invalid": error<Field & { value: string }>(
    (a) => `${a.label}（${a.field}）不是有效的電子郵件：「${a.value}」`,
    () => "寫成 帳號@主機，如 opendata@ndc.gov.tw",
  ),
  "frequency/invalid": error<Field & { value: string; suggestion?: string }>(
    (a) => `更新頻率「${a.value}」無法判讀`,
    (a) =>
      a.suggestion ? `改為 ${a.suggestion}` : "寫成即時、不定期、不再更新，或每日、每10分鐘、每月、每2年等",
  ),
  // One dataset's own rules.
  "identifier/place": error<{ identifier: string; expected: string }>(
    (a) => `資料集編號 ${a.identifier} 與檔案位置不一致，這個位置的編號是 ${a.expected}`,
    (a) => `改為 ${a.expected}，或把檔案移到對應的位置`,
  ),
  "resource/prefix": error<{ resourceID: string; identifier: string }>(
    (a) => `資料資源編號 ${a.resourceID} 不屬於資料集 ${a.identifier}`,
    (a) => `以 ${a.identifier}- 開頭，加上 3 碼流水號`,
  ),
  "resource/duplicate": error<{ resourceID: string }>(
    (a) => `資料資源編號 ${a.resourceID} 重複`,
    () => "給每個資源不同的 3 碼流水號",
  ),
  "distribution/no-address": error<{ resourceID: string }>(
    (a) => `資料資源 ${a.resourceID} 沒有網址`,
    () => "填寫 downloadURL（檔案下載）或 accessURL（服務、應用程式）其中一個",
  ),
  "distribution/two-addresses": warning<{ resourceID: string }>(
    (a) => `資料資源 ${a.resourceID} 同時有下載與存取網址（標準柒三（三十六）要求分開描述）`,
    () => "拆成兩個資料資源，各有一個網址",
  ),
  "distribution/address-kind": warning<{ format: string; field: string }>(
    (a) => `${a.format} 格式的資源應使用 ${a.field}`,
    (a) => `把網址改填在 ${a.field}`,
  ),
  "distribution/type-format": warning<{ type: string; format: string }>(
    (a) => `資料集類型「${a.type}」通常不提供 ${a.format} 格式`,
    () => "確認資料集類型與檔案格式",
  ),
  "personal-data/found": error<Personal>(
    personal,
    () => "刪除；需要聯絡方式時，改用機關電話、公務信箱與職務名稱",
  ),
  "personal-data/imported": warning<Personal>(
    personal,
    () => "與來源平臺確認後刪除；需要聯絡方式時，改用機關電話、公務信箱與職務名稱",
  ),
  "personal-data/address": warning<Personal>(
    (a) => `${a.label}（${a.field}）疑似有${a.kind} ${a.masked}，這個欄位會公開`,
    () => "若是個人的住址，請刪除；機關或場所的地址寫成「機關地址」等即可",
  ),
  "quality/stars": warning<{ stars: number }>(
    (a) => `最佳格式只有 ${a.stars} 星；行動方案以 3 星以上開放格式為原則`,
    () => "加上 CSV、JSON、XML 或 ODS 等開放格式",
  ),
  "quality/frequency-api": warning<{ frequency: string }>(
    (a) => `更新頻率為「${a.frequency}」卻只提供檔案；高度更新的資料建議以 API 提供`,
    () => "加上 API 或其他服務格式的資源",
  ),
  "licence/class": warning<{ dataClass: string; reason: string }>(
    (a) => `資料開放類別為${a.dataClass}類，但${a.reason}`,
    () => "甲類採開放授權且免費；有條件或收費者請改為乙類（行動方案 表 4）",
  ),
  "dataset/incomplete": warning<{ fields: string }>(
    (a) => `由其他平臺匯入，尚待補正：${a.fields}`,
    () => "補上欄位後刪除 provenance 的 incomplete",
  ),
  // Across files.
  "agency/unknown": error<{ code: string }>(
    (a) => `沒有機關 ${a.code} 的資料（agencies/${a.code}/agency.yaml）`,
    () => "更正機關代碼，或先新增機關資料",
  ),
  "agency/place": error<{ code: string; expected: string }>(
    (a) => `機關代碼 ${a.code} 與資料夾 ${a.expected} 不一致`,
    (a) => `改為 ${a.expected}，或把檔案移到對應的資料夾`,
  ),
  "agency/parent": error<{ parent: string }>(
    (a) => `沒有上級機關 ${a.parent} 的資料`,
    () => "更正上級機關代碼，或先新增上級機關資料",
  ),
  "agency/cycle": error<{ path: string }>(
    (a) => `上級機關形成循環：${a.path}`,
    () => "更正其中一個機關的 parent",
  ),
  "agency/in-use": error<{ code: string; count: number; example: string }>(
    (a) => `機關 ${a.code} 的資料被移除，但仍有 ${a.count} 個檔案使用，例如 ${a.example}`,
    () => "還原 agency.yaml",
  ),
  "contact/unknown": error<{ contact: string; agency: string; known: string }>(
    (a) => `機關 ${a.agency} 沒有聯絡窗口「${a.contact}」`,
    (a) => (a.known ? `可用的窗口：${a.known}` : "先在 agency.yaml 的 contacts 新增窗口"),
  ),
  "contact/duplicate": error<{ contact: string }>(
    (a) => `聯絡窗口代號「${a.contact}」重複`,
    () => "給每個窗口不同的代號",
  ),
  "contact/none": error<{ missing: string }>(
    (a) => `缺少提供機關聯絡資料（${a.missing}）：資料集沒有填寫，機關也沒有聯絡窗口`,
    () => "在機關的 agency.yaml 新增 contacts，或在資料集填寫聯絡人、電話與電子郵件",
  ),
  // The register: people and roles.
  "people/duplicate": error<{ account: string }>(
    (a) => `帳號 ${a.account} 在這個檔案出現兩次（GitHub 帳號不分大小寫），角色會分散在兩處`,
    () => "合併為一個人員，把角色列在同一個 roles",
  ),
  "people/case": warning<{ account: string; other: string; agency: string }>(
    (a) => `帳號 ${a.account} 在${a.agency}的檔案寫成 ${a.other}；GitHub 帳號不分大小寫，是同一個人`,
    () => "各檔案採用 GitHub 個人頁面上的寫法",
  ),
  "people/deputy-self": error<{ account: string }>(
    (a) => `${a.account} 的代理人是本人，逾期時沒有別人會收到通知`,
    () => "改為另一個人員的帳號，或刪除 deputy",
  ),
  "people/deputy-unknown": error<{ deputy: string }>(
    (a) => `代理人 ${a.deputy} 不在任何機關的人員名單`,
    () => "更正帳號，或先在 agency.yaml 的 people 列出這個人員",
  ),
  "role/agency-unknown": error<{ agency: string }>(
    (a) => `沒有機關 ${a.agency}，這項授權不會生效`,
    () => "更正機關代碼，或刪除這一項",
  ),
  "role/agency-foreign": error<{ agency: string; theirs: string; ours: string }>(
    (a) => `${a.agency}不是${a.ours}的所屬機關；機關檔案只能授權本機關及所屬機關的角色，這項授權不會生效`,
    (a) => `刪除這一項；需要時請${a.theirs}的部會管理者在該機關或部會的 agency.yaml 授權`,
  ),
  "reviewers/too-few": error<{ agency: string; count: number }>(
    (a) => `${a.agency}只有 ${a.count} 位資料審查者；送件者不能審查自己的資料集，至少需要 2 位不同的人`,
    () => "在 people 增列資料審查者（role: reviewer），或由同部會其他機關的檔案授權",
  ),
  "reviewers/to-come": warning<{ agency: string; count: number }>(
    (a) => `已有人員獲得${a.agency}的角色，但資料審查者只有 ${a.count} 位；至少需要 2 位不同的人`,
    () => "增列資料審查者（role: reviewer），或由同部會其他機關的檔案授權",
  ),
  "administrator/none": warning<{ agency: string }>(
    (a) => `${a.agency}沒有部會管理者，授權清單只能由平臺管理者核准`,
    () => "在 people 列出部會管理者（role: administrator）",
  ),
  "register/codeowners": error<{ pattern: string; wanted: string; found: string }>(
    (a) => `${a.pattern} 依授權清單應由${a.wanted}審查，CODEOWNERS 寫的是${a.found}`,
    () => "執行 npm run codeowners 重新產生 .github/CODEOWNERS，或套用建議的內容",
  ),
  "register/codeowners-extra": error<{ line: string }>(
    (a) => `CODEOWNERS 的「${a.line}」不是由授權清單產生，GitHub 會據此指定審查者`,
    () => "刪除這一行；權限請改在 agency.yaml 的 people",
  ),
  "register/codeowners-invalid": error<{ line: string }>(
    (a) => `CODEOWNERS 的「${a.line}」不合 GitHub 的語法，GitHub 會略過這一行`,
    () => "執行 npm run codeowners 重新產生 .github/CODEOWNERS",
  ),
  "register/codeowners-missing": error<None>(
    () => "沒有 .github/CODEOWNERS，GitHub 不會指定任何審查者",
    () => "執行 npm run codeowners 產生檔案並一併提交",
  ),
  "register/codeowners-size": error<{ bytes: number; limit: number }>(
    (a) => `CODEOWNERS 有 ${a.bytes} 位元組；達到 ${a.limit} 位元組時 GitHub 不會讀取，所有審查者都會失效`,
    () => "以 reviewTeam（審查小組）代替逐一列出的資料審查者，再執行 npm run codeowners",
  ),
  "publisher/mismatch": error<{ value: string; expected: string }>(
    (a) => `提供機關「${a.value}」與機關資料的名稱「${a.expected}」不同`,
    () => "刪除這個欄位，由機關資料帶入",
  ),
  "title/duplicate": error<{ other: string }>(
    (a) => `資料集名稱與同機關的 ${a.other} 相同`,
    () => "加上時間、空間範圍或其他關鍵資訊以資區別",
  ),
  "legacy/duplicate": error<{ legacyID: string; other: string }>(
    (a) => `原資料集識別碼 ${a.legacyID} 與 ${a.other} 相同，舊網址無法對應`,
    () => "更正其中一個，或刪除這個欄位",
  ),
  "dataset/locked": warning<Field & { before: string; after: string }>(
    (a) => `${a.label}（${a.field}）上架後即鎖定，由「${a.before}」改為「${a.after}」須經平臺管理者核可`,
    () => "還原這個欄位，或在送審意見說明理由，請平臺管理者核可",
  ),
  // 公告.
  "announcement/name": error<{ limit: number }>(
    () => "公告的檔名不合規則，無法成為網址",
    (a) => `檔案放在 platform/announcements/，檔名用小寫英文字母、數字與「-」，${a.limit} 字以內，副檔名 .md`,
  ),
  "announcement/field": error<{ field: string }>(
    (a) => `公告沒有 ${a.field} 這個欄位`,
    () => "只用 title（公告名稱）、date（公告日期）、audience（對象）；其餘寫在內文",
  ),
  "announcement/text": error<Field>(
    (a) => `${a.label}（${a.field}）應為一行文字`,
    (a) => `寫成「${a.field}: 內容」，內容在同一行`,
  ),
  "announcement/audience": error<{ value: string; allowed: string }>(
    (a) => (a.value ? `對象（audience）的「${a.value}」不是角色` : "對象（audience）應為角色的清單"),
    (a) => `寫成清單，每項是 ${a.allowed} 之一；給所有人看的公告不寫這個欄位`,
  ),
  // Markdown documents: 公告, and those of the action plan.
  "document/front-matter": error<{ fields: string }>(
    () => "檔案開頭沒有欄位，不知道這是什麼文件",
    (a) => `第一行寫「---」，接著每行一個欄位（${a.fields}），再以一行「---」結束，之後才是內文`,
  ),
  "document/empty": error<None>(
    () => "沒有內文",
    () => "在第二個「---」之後寫內文",
  ),
  "document/html": error<None>(
    () => "內文有 HTML 標籤，不會顯示",
    () => "改用 Markdown 的寫法；要顯示「<」本身時，寫成「\\<」或放在反引號裡",
  ),
  "document/heading": error<None>(
    () => "內文有第一層標題，與名稱重複",
    () => "內文的標題從第二層開始，寫成「## 標題」",
  ),
  "document/link": error<{ address: string }>(
    (a) => `連結「${a.address}」不能使用`,
    () => "連結以 http://、https:// 或 mailto: 開頭；本站的頁面以「/」開頭，如 /guide/",
  ),
  "document/image": error<{ address: string }>(
    (a) => `圖片「${a.address}」不在本站，瀏覽者的資訊會因此傳到別的網站`,
    () => "把圖片放在本站，以「/」開頭寫出位置；其他網站的圖片改用連結",
  ),
  "document/image-text": error<None>(
    () => "圖片沒有替代文字，看不到圖片的人無法得知內容",
    () => "在方括號裡寫出圖片的內容：「![內容](/位置.png)」",
  ),
  "platform/invalid": error<{ detail: string }>(
    (a) => `平臺設定無法讀取：${a.detail}`,
    () => "依 src/catalogue/schema/settings.schema.json 與既有詞彙表更正",
  ),
} as const;

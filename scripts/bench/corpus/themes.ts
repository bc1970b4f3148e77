/** A field of government work: what its datasets are called, hold and are for. */
export interface Theme {
  /** Code of the category (platform/vocabularies/categories.yaml). */
  category: string;
  /** Titles of this field. */
  match: RegExp;
  /** Names for made-up titles. */
  subjects: readonly string[];
  keywords: readonly string[];
  /** Columns as 主要欄位說明 writes them: name and, in brackets, its Chinese meaning. */
  columns: readonly string[];
  /** Sentences of a description that fit every dataset of the field. */
  sentences: readonly string[];
}

/** A list written as one line. */
const list = (text: string): string[] => text.split("、");

/** The first theme that a title matches is the title's own; the last one matches all. */
export const THEMES: readonly Theme[] = [
  {
    category: "I00",
    match: /預算|決算|會計|財務|歲入|歲出|收支|基金|補助|捐/,
    subjects: list("單位預算、單位決算、會計月報、補捐助經費、特別預算執行情形、附屬單位決算、歲入來源別"),
    keywords: list("預算、決算、會計、財務、歲出、歲入、經費、補助、公庫"),
    columns: list(
      "Year(會計年度)、SubjectCode(科目代碼)、SubjectName(科目名稱)、Budget(預算數，元)、Final(決算數，元)、Allocated(累計分配數，元)、Paid(實支數，元)、Payable(應付數，元)、Reserve(保留數，元)、Rate(執行率，百分比)、Receiver(受補助單位)、Purpose(補助事項)、Source(經費來源)",
    ),
    sentences: [
      "金額單位為新臺幣元，百分比取至小數第二位。",
      "決算數以審計機關審定前之數字為準，審定後另行更新。",
      "科目代碼依各類歲入、歲出預算科目設置標準編列。",
      "因四捨五入，細項加總與總計可能略有出入。",
      "附表包含用途別、機關別與計畫別三種分類。",
    ],
  },
  {
    category: "A00",
    match:
      /交通|公車|停車|道路|公路|車輛|汽車|機車|駕駛|車站|鐵路|捷運|航空|機場|港|船|運量|違規|郵|電信|無線/,
    subjects: list(
      "路外停車場位置、公車路線站牌、道路施工資訊、號誌路口位置、交通事故地點、公共自行車站點、車流量調查",
    ),
    keywords: list("交通、運輸、道路、停車、公車、路網、車流、駕駛人、行車安全、通訊"),
    columns: list(
      "RouteID(路線代碼)、RouteName(路線名稱)、StopName(站牌名稱)、RoadName(路段名稱)、Direction(行駛方向)、TotalSpace(總車位數)、LeftSpace(賸餘車位數，-9表示無法提供)、Vehicles(車輛數，輛)、Speed(平均速率，公里／小時)、PositionLat(緯度，WGS84)、PositionLon(經度，WGS84)、ChargeInfo(收費說明)、UpdateTime(資料更新時間)、Passengers(運量，人次)",
    ),
    sentences: [
      "坐標採 WGS84 經緯度，部分點位為路口中心點。",
      "即時數值由現場設備回傳，通訊中斷時保留前一筆並註記時間。",
      "路線與站牌代碼與公共運輸整合資訊流通服務平臺一致。",
      "違規與事故資料已去除可識別個人之欄位，地點以路段表示。",
      "施工期間動線調整者，以現場標誌為準。",
    ],
  },
  {
    category: "E00",
    match: /氣象|空氣|水質|雨量|河川|環境|污染|垃圾|廢棄|回收|噪音|地震|山|森林|溫|水庫|自來水|海|潮/,
    subjects: list(
      "空氣品質監測值、河川水質監測、雨量站觀測、資源回收量、飲用水抽驗結果、噪音監測站位置、廢棄物清理統計",
    ),
    keywords: list("環境、監測、水質、空氣品質、氣象、污染防制、資源回收、生態、水資源"),
    columns: list(
      "SiteId(測站代碼)、SiteName(測站名稱)、County(縣市)、ItemName(測項名稱)、ItemUnit(測項單位)、Concentration(監測值)、SampleDate(採樣日期)、TWD97Lon(經度)、TWD97Lat(緯度)、Standard(管制標準)、IsQualified(是否合格)、Weight(重量，公噸)、River(流域名稱)、Remark(備註)",
    ),
    sentences: [
      "監測值未經完整品管，正式數據以年報為準。",
      "低於偵測極限者以 ND 表示，設備校正期間不提供數值。",
      "採樣與檢驗依主管機關公告之標準方法辦理。",
      "測站遷移或停測時，於備註欄說明停用日期。",
      "單位依測項而異，請搭配測項單位欄位使用。",
    ],
  },
  {
    category: "B00",
    match: /醫|衛生|疫|藥|食品|健康|健保|病|護理|中毒|癌|疾|捐血|長照|長期照顧/,
    subjects: list("醫療院所名冊、藥局名冊、食品抽驗結果、流感疫苗合約院所、登革熱病例統計、健康檢查服務量"),
    keywords: list("醫療、衛生、健康、食品安全、藥品、疫苗、傳染病、長期照顧、健保"),
    columns: list(
      "HospID(醫事機構代碼)、HospName(醫事機構名稱)、HospType(機構類別)、Town(鄉鎮市區)、Address(機構地址)、Tel(機構電話)、Beds(病床數，床)、Cases(病例數，例)、Rate(每十萬人口率)、AgeGroup(年齡組)、Sex(性別)、Item(檢驗項目)、Result(檢驗結果)、OpenTime(看診時段)",
    ),
    sentences: [
      "名冊依開業登記資料產製，歇業或變更者於次月移除。",
      "病例數依發病日歸類，確定病例以研判日為準。",
      "抽驗結果僅代表該批產品，不得作為廣告之用。",
      "人數未滿三人之組別以「-」表示，避免推知個別當事人。",
      "服務時段可能臨時異動，就診前請先電話確認。",
    ],
  },
  {
    category: "300",
    match: /學校|學生|教育|大學|國小|國中|高中|幼兒|教師|課程|學門|研究|圖書|論文|技職|專題/,
    subjects: list(
      "國民小學名錄、各級學校學生人數、幼兒園收費數額、圖書館藏書統計、社區大學課程、教師員額編制",
    ),
    keywords: list("教育、學校、學生、教師、幼兒園、課程、研究計畫、圖書館、學習"),
    columns: list(
      "SchoolYear(學年度)、SchoolCode(學校代碼)、SchoolName(學校名稱)、PublicPrivate(公私立別)、Classes(班級數，班)、Boys(男學生數，人)、Girls(女學生數，人)、Teachers(專任教師數，人)、Area(校地面積，平方公尺)、Department(科系名稱)、Plan(計畫名稱)、Subsidy(核定經費，元)、Degree(學位別)",
    ),
    sentences: [
      "學年度自每年八月一日起至次年七月三十一日止。",
      "學校代碼採教育部公告之學校代碼，改制前後分列。",
      "學生人數以每學年第一學期開學後之調查日為準。",
      "進修部、附設幼兒園與實驗班分別統計，不重複計列。",
      "計畫經費為核定數，實際撥付依執行進度辦理。",
    ],
  },
  {
    category: "900",
    match: /觀光|旅遊|旅館|民宿|景點|公園|步道|活動|文化|博物|藝|古蹟|典藏|運動|體育|節|廟/,
    subjects: list(
      "觀光景點、旅館民宿名冊、藝文活動、文化資產清冊、運動場館位置、公園遊具清冊、典藏文物目錄",
    ),
    keywords: list("觀光、旅遊、文化、藝文、景點、運動、休閒、文化資產、活動"),
    columns: list(
      "ID(編號)、Name(名稱)、Description(內容簡介)、City(縣市)、Address(地址)、OpenTime(開放時間)、TicketInfo(票價說明)、StartTime(開始時間)、EndTime(結束時間)、PositionLon(經度)、PositionLat(緯度)、Picture(圖片網址)、Visitors(遊客人次)、Organizer(主辦單位)",
    ),
    sentences: [
      "圖片著作權屬原攝影者，利用前請查閱授權說明欄。",
      "活動時間如有異動，以主辦單位公告為準。",
      "遊客人次採門票數或出入口計數器推估，推估方法列於備註。",
      "名冊不含申請停業中之業者，復業後自動恢復。",
      "文物名稱與年代依典藏管理系統登錄內容匯出。",
    ],
  },
  {
    category: "C00",
    match: /土地|地價|地籍|不動產|建築|建照|使用執照|住宅|都市計畫|測量|圖資|圖層|門牌|房屋|公設|重劃|徵收/,
    subjects: list(
      "公告土地現值、建造執照核發清冊、都市計畫使用分區圖、門牌位置數值資料、社會住宅戶數、市地重劃區範圍",
    ),
    keywords: list("土地、地政、不動產、建築、都市計畫、圖資、門牌、住宅、測量"),
    columns: list(
      "District(鄉鎮市區)、Section(段名)、SectionCode(段代碼)、LandNo(地號)、Area(面積，平方公尺)、CurrentValue(公告土地現值，元／平方公尺)、LandPrice(公告地價，元／平方公尺)、LicenseNo(執照號碼)、Floors(樓層數)、Zoning(使用分區)、Cases(件數，件)、TWD97X(橫坐標)、TWD97Y(縱坐標)、ApproveDate(核准日期)",
    ),
    sentences: [
      "坐標系統為 TWD97 二度分帶，圖資比例尺為一千分之一。",
      "本資料僅供參考，實際權利範圍以登記機關核發之謄本為準。",
      "地段代碼依內政部地政司公告編碼，重測前後分列。",
      "公告現值每年一月一日調整，年度中分割者沿用母地號。",
      "分區界線疑義應以都市計畫書圖及現地樁位認定。",
    ],
  },
  {
    category: "800",
    match: /稅|金融|銀行|保險|證券|上市|上櫃|投資|期貨|匯|進出口|貿易|關務|債/,
    subjects: list(
      "各項稅捐實徵淨額、上市公司財務資料、進出口貿易統計、保險業保費收入、銀行分支機構名錄、地方稅開徵統計",
    ),
    keywords: list("稅務、金融、證券、保險、投資、貿易、關稅、銀行、營業額"),
    columns: list(
      "DataDate(資料日期)、Code(代號)、CompanyName(公司名稱)、TaxItem(稅目別)、Amount(金額，千元)、YearOnYear(與上年同期比較，百分比)、OpeningPrice(開盤價)、ClosingPrice(收盤價)、TradeVolume(成交股數)、Branches(分支機構數)、Country(國別)、HSCode(貨品分類號列)、Cases(件數)",
    ),
    sentences: [
      "實徵淨額係實徵數扣除退稅後之淨額，不含罰鍰。",
      "資料由業者依規定申報，主管機關不負更正申報內容之責。",
      "貨品依國際商品統一分類制度編碼，年度改版時列對照。",
      "休市日不提供資料，除權息交易日另予註記。",
      "金額單位為新臺幣千元，負值表示退稅大於徵起。",
    ],
  },
  {
    category: "600",
    match: /公司|商業|工廠|企業|產業|登記|廠商|採購|招標|決標|專利|商標|攤|市集|工商/,
    subjects: list(
      "公司設立登記清冊、工廠登記清冊、商業登記異動、政府採購決標資料、公有零售市場攤位、產業園區廠商名錄",
    ),
    keywords: list("公司登記、商業、工廠、產業、採購、招標、專利、中小企業、廠商"),
    columns: list(
      "BusinessNo(統一編號)、CompanyName(公司名稱)、Capital(實收資本額，元)、SetupDate(核准設立日期)、ChangeDate(最後核准變更日期)、Status(登記現況)、Industry(行業別)、Location(所在地)、TenderName(標案名稱)、AwardPrice(決標金額，元)、AwardDate(決標日期)、Vendors(投標廠商家數)、RegisterNo(登記編號)",
    ),
    sentences: [
      "資料為每月月底之登記狀態，月中異動於次月反映。",
      "行業別依財政部稅務行業標準分類第八次修訂編列。",
      "解散、撤銷、廢止者另列於異動清冊，不在本資料內。",
      "決標金額含後續擴充者，於附註欄說明擴充期間。",
      "獨資與合夥之商號依規定不揭露負責人姓名。",
    ],
  },
  {
    category: "E00",
    match: /警|犯罪|消防|災|救護|防空|治安|刑|矯正|監獄|詐騙|家暴|毒|肇事|疏散|避難|起訴|檢察|法院|裁判/,
    subjects: list("避難收容處所、竊盜案件發生地點、消防栓位置、火災統計、治安顧慮路段、緊急救護出勤次數"),
    keywords: list("治安、消防、防災、救護、犯罪預防、避難、司法、災害潛勢、矯正"),
    columns: list(
      "Year(年別)、Month(月別)、CaseType(案類)、Occurrences(發生數，件)、Cleared(破獲數，件)、Suspects(嫌疑人數，人)、Place(發生地點)、Shelter(收容所名稱)、Capacity(可收容人數，人)、Injured(受傷人數，人)、Deaths(死亡人數，人)、Loss(財物損失，千元)、Unit(轄區單位)",
    ),
    sentences: [
      "發生數以受理報案日計列，破獲數含破獲以前年度之積案。",
      "地點概略至路段，避免揭露被害人住居所。",
      "各公所於汛期前更新，災時實際開設情形以地方政府公告為準。",
      "出勤次數含未接觸患者及中途取消之案件。",
      "依刑事案件紀錄處理系統於次月十日產製之檔案彙編。",
    ],
  },
  {
    category: "G00",
    match: /福利|身心障礙|身障|老人|長者|高齡|社會救助|低收入|婦女|兒童|托育|安養|志工|社區|家庭/,
    subjects: list(
      "老人福利機構名冊、身心障礙人口統計、社區照顧關懷據點、低收入戶戶數、公共托育中心名冊、志願服務人數",
    ),
    keywords: list("社會福利、老人、身心障礙、兒童及少年、婦女、托育、社會救助、志願服務"),
    columns: list(
      "County(縣市別)、Town(鄉鎮市區別)、Year(年度)、Category(類別)、Level(等級)、Male(男性，人)、Female(女性，人)、Households(戶數，戶)、Persons(人數，人)、Institution(機構名稱)、Capacity(核定收容人數)、Amount(補助金額，元)、Manager(主管單位)",
    ),
    sentences: [
      "統計以設籍人口為準，遷入遷出於次月調整。",
      "核定人數為立案許可之上限，實際收容情形另見機構公告。",
      "人數較少之行政區與鄰近地區合併，以保護當事人隱私。",
      "補助標準依當年度公告辦理，跨年度不宜直接比較。",
      "據點服務時間與項目由承辦單位自行更新。",
    ],
  },
  {
    category: "500",
    match: /勞|就業|職業|求職|薪|工作|移工|失業|職訓|工會|職缺/,
    subjects: list("求職求才統計、職業訓練課程、違反勞動法令事業單位、事業單位職災統計、失業給付核付"),
    keywords: list("勞動、就業、職業訓練、薪資、勞工保險、職業安全、求職、移工"),
    columns: list(
      "Period(統計期)、Occupation(職業別)、Industry(行業別)、Openings(求才人數，人)、Seekers(求職人數，人)、Hired(推介就業人數，人)、Wage(平均薪資，元)、Course(課程名稱)、Hours(訓練時數，小時)、Law(違反法規條款)、Penalty(罰鍰金額，元)、PublishDate(公布日期)",
    ),
    sentences: [
      "求才利用率為推介就業人數除以求才人數之百分比。",
      "職業依中華民國職業標準分類第六次修訂版歸類。",
      "公布之違規資料自處分書送達日起計列，經撤銷者移除。",
      "薪資含經常性薪資與加班費，不含獎金與退職金。",
      "課程報名人數不足時得延期，以訓練單位通知為準。",
    ],
  },
  {
    category: "600",
    match: /農|漁|畜|牧|茶|蔬|果|稻|作物|禽|水產|林業|肥料|批發|產值|產量|寵物|動物/,
    subjects: list("農產品交易行情、農地利用概況、漁船筏數、畜禽在養數、有機農戶名冊、動物收容統計"),
    keywords: list("農業、漁業、畜牧、農產品、產銷、作物、林業、動物保護、交易行情"),
    columns: list(
      "TransDate(交易日期)、CropCode(作物代號)、CropName(作物名稱)、Market(市場名稱)、UpperPrice(上價，元／公斤)、MiddlePrice(中價，元／公斤)、LowerPrice(下價，元／公斤)、AvgPrice(平均價，元／公斤)、Quantity(交易量，公斤)、PlantArea(種植面積，公頃)、Yield(產量，公噸)、Value(產值，千元)、Season(期作別)",
    ),
    sentences: [
      "行情由各批發市場每日收市後回傳，休市日無資料。",
      "面積依農情報告資源網調查結果，含間作與混作。",
      "產值以當年產地價格計算，未扣除自用部分。",
      "代號依農產品批發市場交易代碼，品種細分至第四碼。",
      "調查採抽樣推估，變異係數列於統計年報附錄。",
    ],
  },
  {
    category: "D00",
    match: /選舉|投票|候選|公投|議員|議會|議案|立法|里長|政黨/,
    subjects: list("投開票所設置地點、歷屆選舉得票數、議會議案處理情形、政治獻金專戶"),
    keywords: list("選舉、投票、議會、公民投票、政黨、議案、選務"),
    columns: list(
      "Election(選舉名稱)、District(選舉區)、Candidate(候選人號次)、Party(推薦政黨)、Votes(得票數，票)、VoteRate(得票率，百分比)、Electors(選舉人數，人)、Turnout(投票率，百分比)、PollingStation(投開票所名稱)、Session(屆次會期)、Bill(議案名稱)",
    ),
    sentences: [
      "得票數以選舉委員會公告之當選名單與統計為準。",
      "投開票所編號於同一選舉區內不重複。",
      "重行選舉與補選分別列示，不併入原選舉計算。",
      "議案依會期編號，審議結果於三讀後更新。",
    ],
  },
  {
    category: "I00",
    match: /人口|戶數|出生|死亡|結婚|離婚|戶籍|戶政|村里|原住民|國籍|入出國|移民/,
    subjects: list("各里人口數、出生登記數、原住民人口統計、戶籍動態登記、三階段年齡人口"),
    keywords: list("人口、戶政、出生、婚姻、原住民、村里、遷徙、年齡結構"),
    columns: list(
      "StatYM(統計年月)、DistrictCode(區域別代碼)、SiteID(區域別)、Village(村里)、Households(戶數，戶)、Total(人口數，人)、Male(男性人口數，人)、Female(女性人口數，人)、Births(出生數，人)、Deaths(死亡數，人)、MoveIn(遷入人數，人)、MoveOut(遷出人數，人)、Age(年齡)",
    ),
    sentences: [
      "統計以登記日期為準，與發生日期統計可能不同。",
      "行政區域調整後，以調整後之村里重新計列。",
      "原住民身分依身分法登記，平地與山地分列。",
      "月底現住人口數由各戶政事務所每月結算。",
    ],
  },
  {
    category: "I00",
    match: /統計|人數|件數|概況|次數|比率|指標|調查|年報|月報/,
    subjects: list("業務統計年報、受理申請件數、民意調查結果、性別統計指標、重要施政指標"),
    keywords: list("統計、指標、調查、性別統計、業務統計、施政成果、時間數列"),
    columns: list(
      "Period(統計期)、Item(項目別)、SubItem(細項)、Value(數值)、Unit(單位)、Male(男)、Female(女)、Total(合計)、Share(結構比，百分比)、Growth(增減率，百分比)、Area(地區別)、Note(附註)",
    ),
    sentences: [
      "資料由業務單位按月填報，經統計單位審核後發布。",
      "符號「-」表示無數值，「…」表示尚未產生。",
      "性別項目自民國一百零三年起增列。",
      "統計標準時間為每期期末，靜態資料以當日為準。",
      "指標定義如有修正，於附註說明並追溯前三年。",
    ],
  },
  {
    category: "I00",
    match: /(?:)/,
    subjects: list(
      "公務用品清冊、常見問答、行政規則彙編、機關新聞稿、陳情案件處理情形、公開資訊目錄、服務據點",
    ),
    keywords: list("公共資訊、政府公開資訊、行政服務、便民服務、業務資訊、服務據點、法規"),
    columns: list(
      "SeqNo(序號)、Title(標題)、Content(內容)、Category(分類)、Unit(承辦單位)、PostDate(發布日期)、Deadline(截止日期)、Link(相關連結)、Place(地點)、Tel(服務電話)、Attachment(附件網址)、Remark(備註)",
    ),
    sentences: [
      "內容與機關全球資訊網同步，每筆附原始頁面連結。",
      "附件以開放文件格式提供，掃描檔另附文字檔。",
      "已逾公告期限者保留於歷史資料檔，不另刪除。",
      "分類依機關檔案分類及保存年限區分表編訂。",
      "文字內容保留換行，匯入試算表時請以雙引號為文字識別符號。",
    ],
  },
];

/** The theme of a title. */
export const themeOf = (title: string): Theme =>
  THEMES.find(({ match }) => match.test(title)) ?? (THEMES.at(-1) as Theme);

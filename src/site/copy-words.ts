/** Words of the copy button, apart from the others so that the pages' script carries nothing else. */
export const COPY_WORDS = {
  zh: { copy: "複製", copied: "已複製", copyFailed: "無法複製，請選取文字後自行複製" },
  en: { copy: "Copy", copied: "Copied", copyFailed: "Copying failed; please select the text and copy it" },
};

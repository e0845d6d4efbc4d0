declare module 'virtual:words/nb' {
  const words: Record<string, string>;
  export default words;
}
declare module 'virtual:words/en' {
  const words: Record<string, string>;
  export default words;
}
declare module 'echarts/lib/i18n/langnb-NO.js' {
  const locale: Record<string, unknown>;
  export default locale;
}

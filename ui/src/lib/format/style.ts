/** How a language writes numbers and days; internal/locale/style.go says the same. */
export interface Style {
  group: string;
  point: string;
  minus: string;
  percent: string;
  months: string[];
  short: string[];
  weekdays: string[];
  date: string;
  month: string;
  hour: string;
}

export const NBSP = '\u00a0';

export const styles: Record<'nb' | 'en', Style> = {
  nb: {
    group: NBSP,
    point: ',',
    minus: '\u2212',
    percent: NBSP + '%',
    months: ['januar', 'februar', 'mars', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'desember'],
    short: ['jan', 'feb', 'mar', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'des'],
    weekdays: ['man', 'tir', 'ons', 'tor', 'fre', 'lør', 'søn'],
    date: '{d}. {m} {y}',
    month: '{m} {y}',
    hour: 't'
  },
  en: {
    group: ',',
    point: '.',
    minus: '-',
    percent: '%',
    months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    short: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    date: '{d} {m} {y}',
    month: '{m} {y}',
    hour: 'h'
  }
};

const date = /^(\d{4})-(\d\d)-(\d\d)$/;
const time = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-]\d\d):(\d\d))$/i;

/** Whether a text is a `full-date` of RFC 3339 §5.6 that the calendar has. */
export function isDate(text: string): boolean {
  const [, year, month, day] = date.exec(text) ?? [];
  return isDay(Number(year), Number(month), Number(day));
}

/** Whether a text is a `date-time` of RFC 3339 §5.6. A leap second is one where it is 23:59 in UTC. */
export function isDateTime(text: string): boolean {
  if (!isDate(text.slice(0, 10)) || !/^[Tt ]/.test(text.slice(10))) return false;
  const match = time.exec(text.slice(11));
  if (match === null) return false;
  const [hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || Math.abs(zoneHour) > 23 || zoneMinute > 59) return false;
  if (second < 60) return true;
  const zone = zoneHour * 60 + (match[4]?.startsWith("-") ? -zoneMinute : zoneMinute);
  const minuteOfDay = (hour * 60 + minute - zone + 2880) % 1440;
  return second === 60 && minuteOfDay === 1439;
}

/** Whether the Gregorian calendar has a day. */
export function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

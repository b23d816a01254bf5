const day = 86_400;

/**
 * Turns times of the day, in seconds, into seconds since the first midnight of a log: one that is more than half a day
 * earlier than the one before is of the next day.
 */
export function createDayClock(): (seconds: number) => number {
  let days = 0;
  let last = 0;
  return (seconds) => {
    if (seconds < last - day / 2) days++;
    last = seconds;
    return days * day + seconds;
  };
}

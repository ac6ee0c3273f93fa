#include "input/date_order.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tikrar {
namespace {

// Takes a number of exactly `digits` digits off the front.
std::optional<int64_t> TakeNumber(int digits, std::string_view* text) {
  const size_t count = static_cast<size_t>(digits);
  if (text->size() < count) return std::nullopt;
  int64_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    const char c = (*text)[i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text->remove_prefix(count);
  return value;
}

bool TakeOneOf(std::string_view characters, std::string_view* text) {
  if (text->empty() || characters.find(text->front()) == characters.npos) {
    return false;
  }
  text->remove_prefix(1);
  return true;
}

// Seconds that the clock time in `text` adds, its zone taken off.
int64_t TakeClock(std::string_view text) {
  if (!TakeOneOf("T ", &text)) return 0;
  const std::optional<int64_t> hour = TakeNumber(2, &text);
  if (!hour || !TakeOneOf(":", &text)) return 0;
  const std::optional<int64_t> minute = TakeNumber(2, &text);
  if (!minute) return 0;
  int64_t seconds = *hour * 3600 + *minute * 60;
  if (TakeOneOf(":", &text)) seconds += TakeNumber(2, &text).value_or(0);
  if (TakeOneOf(".,", &text)) {
    while (TakeOneOf("0123456789", &text)) {
    }
  }
  const int64_t sign = text.empty() ? 0 : text.front() == '+' ? 1 : -1;
  if (!TakeOneOf("+-", &text)) return seconds;
  const int64_t zone_hours = TakeNumber(2, &text).value_or(0);
  TakeOneOf(":", &text);
  const int64_t zone_minutes = TakeNumber(2, &text).value_or(0);
  return seconds - sign * (zone_hours * 3600 + zone_minutes * 60);
}

}  // namespace

int64_t DateOrder(std::string_view date) {
  const std::optional<int64_t> year = TakeNumber(4, &date);
  if (!year || !TakeOneOf("-/", &date)) return kUnknownDate;
  const std::optional<int64_t> month = TakeNumber(2, &date);
  if (!month || !TakeOneOf("-/", &date)) return kUnknownDate;
  const std::optional<int64_t> day = TakeNumber(2, &date);
  if (!day) return kUnknownDate;
  const std::chrono::year_month_day civil(
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day)));
  if (!civil.ok()) return kUnknownDate;  // there is no 30 February
  const auto days = std::chrono::sys_days(civil).time_since_epoch();
  return int64_t{days.count()} * 86400 + TakeClock(date);
}

}  // namespace tikrar

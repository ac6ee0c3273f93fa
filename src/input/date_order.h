// The order of dates as documents write them.

#ifndef TIKRAR_INPUT_DATE_ORDER_H_
#define TIKRAR_INPUT_DATE_ORDER_H_

#include <cstdint>
#include <limits>
#include <string_view>

namespace tikrar {

inline constexpr int64_t kUnknownDate = std::numeric_limits<int64_t>::max();

// A date as seconds since 1970 for ordering; kUnknownDate when there is none
// or it cannot be read. Reads the ISO 8601 forms YYYY-MM-DD[(T| )hh:mm[:ss]]
// with `/` for `-` too and a zone (Z, +hh:mm, +hhmm) if there is one.
int64_t DateOrder(std::string_view date);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_DATE_ORDER_H_

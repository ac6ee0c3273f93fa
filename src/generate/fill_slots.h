// What stands in the slots of page furniture (furniture_text.h), and the day of
// a page.

#ifndef TIKRAR_GENERATE_FILL_SLOTS_H_
#define TIKRAR_GENERATE_FILL_SLOTS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/grammar.h"
#include "generate/random.h"

namespace tikrar {

struct CalendarDay {
  int year;
  unsigned month, day, weekday;
};

// The day on which document `index` came out, fifty a day. After ten years all
// begins anew, at the border of two cells: a copy is no older than what it
// copies.
CalendarDay DayOf(uint64_t index);

std::string FillSlots(std::string_view pattern, std::string_view paper,
                      std::string_view title, const CalendarDay& day,
                      Random* random, Grammar* grammar);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_FILL_SLOTS_H_

#include "generate/fill_slots.h"

#include <chrono>

#include "absl/strings/str_format.h"
#include "generate/edit_tables.h"
#include "generate/plan.h"

namespace tikrar {
namespace {

constexpr std::string_view kWeekdays[] = {
    "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"};

constexpr int kFirstYear = 2015;
constexpr uint64_t kDocumentsPerDay = 50;
constexpr uint64_t kMostDays = 3650;
// Whole cells.
constexpr uint64_t kMostDocuments =
    kMostDays * kDocumentsPerDay / kCellDocuments * kCellDocuments;

class SlotFiller {
 public:
  SlotFiller(std::string_view paper, std::string_view title,
             const CalendarDay& day, Random* random, Grammar* grammar)
      : paper_(paper),
        title_(title),
        day_(day),
        random_(*random),
        grammar_(*grammar) {}

  void Fill(char slot, std::string* out) {
    switch (slot) {
      case 'N':
        *out += paper_;
        return;
      case 'T':
        *out += title_;
        return;
      case 'h':
        *out +=
            absl::StrFormat("%02d:%02d", random_.Below(24), random_.Below(60));
        return;
      case 'p':
        return grammar_.ShortPerson(out);
      case 'c':
        return grammar_.Place(out);
      case '#':
        *out += std::to_string(random_.Between(2, 9000));
        return;
      case 't':
        return FillTags(out);
      default:
        return FillDay(slot, out);
    }
  }

 private:
  void FillDay(char slot, std::string* out) {
    switch (slot) {
      case 'W':
        *out += kWeekdays[day_.weekday];
        return;
      case 'D':
        *out += std::to_string(day_.day);
        return;
      case 'M':
        *out += Months()[day_.month - 1].first;
        return;
      case 'm':
        *out += std::to_string(day_.month);
        return;
      default:
        *out += std::to_string(day_.year);
    }
  }

  void FillTags(std::string* out) {
    const size_t count = random_.Between(2, 5);
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) *out += " ";
      switch (random_.Below(3)) {
        case 0:
          grammar_.Place(out);
          break;
        case 1:
          grammar_.Institution(out);
          break;
        default:
          grammar_.Expand("%N", out);
      }
    }
  }

  std::string_view paper_, title_;
  const CalendarDay& day_;
  Random& random_;
  Grammar& grammar_;
};

}  // namespace

CalendarDay DayOf(uint64_t index) {
  using namespace std::chrono;  // NOLINT: a calendar in two lines
  const sys_days date = sys_days(year(kFirstYear) / January / 1) +
                        days((index % kMostDocuments) / kDocumentsPerDay);
  const year_month_day ymd(date);
  return {int(ymd.year()), unsigned(ymd.month()), unsigned(ymd.day()),
          weekday(date).c_encoding()};
}

std::string FillSlots(std::string_view pattern, std::string_view paper,
                      std::string_view title, const CalendarDay& day,
                      Random* random, Grammar* grammar) {
  SlotFiller filler(paper, title, day, random, grammar);
  std::string filled;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%') {
      filler.Fill(pattern[++i], &filled);
    } else {
      filled += pattern[i];
    }
  }
  return filled;
}

}  // namespace tikrar

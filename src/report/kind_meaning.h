// What the kinds mean, in as few words as a table has room for.

#ifndef TIKRAR_REPORT_KIND_MEANING_H_
#define TIKRAR_REPORT_KIND_MEANING_H_

#include <string_view>

#include "tikrar/run.h"

namespace tikrar {

// At most 24 columns, so that the table of kinds fits a terminal of 80.
std::string_view KindMeaning(Kind kind);

std::string_view KindNameArabic(Kind kind);
std::string_view KindMeaningArabic(Kind kind);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_KIND_MEANING_H_

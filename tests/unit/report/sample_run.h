// A small run made by hand: four documents of two sources, two families.

#ifndef TIKRAR_TESTS_UNIT_REPORT_SAMPLE_RUN_H_
#define TIKRAR_TESTS_UNIT_REPORT_SAMPLE_RUN_H_

#include <string_view>

#include "tikrar/run.h"

namespace tikrar {

inline constexpr std::string_view kLibraryText =
    "افتتحت البلدية مكتبة جديدة في الحي القديم صباح الأحد";
inline constexpr std::string_view kLibraryEdited =
    "افتتحت البلدية مكتبة كبيرة في الحي القديم صباح الأحد";
inline constexpr std::string_view kFooter = "تابعونا على صفحاتنا كل يوم";

// Documents: n-1 = library, footer; n-2 = edited library (dropped in favour
// of n-1); n-3 = other text, footer; bare = no field but id and text.
// Families: 0 syndicated (n-1, n-2), 1 boilerplate (n-1, n-3).
// Views point into static storage.
RunResult MakeSampleRun();

// Where `part` lies in the text of document `doc`.
TextRange Find(const RunResult& run, uint32_t doc, std::string_view part);

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_REPORT_SAMPLE_RUN_H_

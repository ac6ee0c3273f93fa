// The rows of families: members, sources, who had it first, who shares.

#ifndef TIKRAR_SERVE_FAMILY_ROWS_H_
#define TIKRAR_SERVE_FAMILY_ROWS_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "clean/run_reader.h"
#include "serve/sqlite.h"

namespace tikrar {

// Reads families.jsonl, and matches.jsonl for the members that carry no span,
// into `database`, which has all documents and spans. `spans_of_family`: how
// many spans name each. `healthy` is asked now and then, and its error
// returned.
//
// The members of a family are its spans. Where there are fewer of these than
// members (a caption that also stands inside of paragraphs has a span only
// where it is a paragraph), the sides of its matches join them. Of a family of
// kind `repeat` the run may name fewer members than it counts.
// Order: the representative, then by date, document, begin.
//
// Memory: the members of one family, and a pair of sources that share by kind.
absl::Status AddFamilyRows(const RunInfo& run,
                           const std::vector<uint32_t>& spans_of_family,
                           const std::function<absl::Status()>& healthy,
                           SqlConnection* database);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_FAMILY_ROWS_H_

// One row of a CSV or TSV file to its fields.

#ifndef TIKRAR_INPUT_CSV_RECORD_H_
#define TIKRAR_INPUT_CSV_RECORD_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace tikrar {

// RFC 4180 rows, without their line end. The only CSV library in Debian 12
// (libcsv3) is a push parser that copies each field byte by byte, has no
// place in its errors and takes text after a closing quote for data.
//
// Replaces *fields by the fields of row[0, size), undoing doubled quotes in
// place. Error: text after a closing quote, or a quote that is not closed.
absl::Status ParseCsvRecord(char* row, size_t size, char delimiter,
                            std::vector<std::string_view>* fields);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_CSV_RECORD_H_

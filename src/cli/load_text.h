// One text for `compare`: a file, a record of a corpus file, standard input.

#ifndef TIKRAR_CLI_LOAD_TEXT_H_
#define TIKRAR_CLI_LOAD_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "tikrar/input.h"

namespace tikrar {

// All of standard input. Error: Unavailable.
absl::StatusOr<std::string> ReadStandardInput();

// The text, as valid UTF-8, that `argument` names: "-" is standard input; a
// file by its name; FILE#KEY the document of a corpus file whose id is KEY,
// else the record of that number. A name with no known ending is plain text.
// Error: NotFound, Unavailable … `where: what`.
absl::StatusOr<std::string> LoadText(const std::string& argument,
                                     const InputOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_CLI_LOAD_TEXT_H_

// Option values to and from text.

#ifndef TIKRAR_PIPELINE_OPTION_VALUE_H_
#define TIKRAR_PIPELINE_OPTION_VALUE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "pipeline/option_table.h"

namespace tikrar {

// Sets the option from what was typed; for a switch, `value` is not looked
// at. Error: InvalidArgument `expected what, got what`; whoever parses knows
// the name and puts it before.
absl::Status SetOption(const OptionRow& row, std::string_view value,
                       ScanSettings* settings);

// The value as SetOption takes it; of a switch, whether it was given: "true" or
// "false".
std::string OptionText(const OptionRow& row, const ScanSettings& settings);

// The value as JSON.
std::string OptionJson(const OptionRow& row, const ScanSettings& settings);

// "512M", "4G", "123": units of 1024. Error as SetOption.
absl::StatusOr<uint64_t> ParseByteSize(std::string_view text);
std::string ByteSizeText(uint64_t bytes);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_OPTION_VALUE_H_

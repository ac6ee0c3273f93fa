// What readers of records share.

#ifndef TIKRAR_INPUT_CHUNK_READER_H_
#define TIKRAR_INPUT_CHUNK_READER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "tikrar/input.h"

namespace tikrar {

// Why a record of `bytes` is a reject.
std::string TooLong(uint64_t bytes, const InputOptions& options);

// Line ends of `bytes`: LF and, where `format` counts it, a bare CR.
uint64_t CountLines(std::string_view bytes, Format format);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_CHUNK_READER_H_

// The one ChunkReader, with limits that a test can lower.

#ifndef TIKRAR_INPUT_CHUNK_READER_H_
#define TIKRAR_INPUT_CHUNK_READER_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>

#include "absl/status/statusor.h"
#include "tikrar/input.h"

namespace tikrar {

struct ReaderLimits {
  // A longer record is read past and becomes a reject: its text could not be
  // addressed by TextRange, and one stray quote in a CSV file would
  // otherwise pull all of it into memory.
  uint64_t max_record_bytes = std::numeric_limits<uint32_t>::max();
};

absl::StatusOr<std::unique_ptr<ChunkReader>> OpenChunkReader(
    const InputFile& file, uint32_t input, const InputOptions& options,
    const ReaderLimits& limits, const std::atomic<bool>* cancel = nullptr);

// Line ends of `bytes`: LF and, where `format` counts it, a bare CR.
uint64_t CountLines(std::string_view bytes, Format format);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_CHUNK_READER_H_

// A zstd file of frames, each of which carries a checksum.

#ifndef TIKRAR_CLEAN_FRAME_SOURCE_H_
#define TIKRAR_CLEAN_FRAME_SOURCE_H_

#include <memory>
#include <string>

#include "input/byte_source.h"

namespace tikrar {

// As MakeZstdSource, for files that we wrote: errors name the frame's place in
// the file and what was expected, and a frame without a checksum is one.
std::unique_ptr<ByteSource> MakeFrameSource(std::unique_ptr<ByteSource> file,
                                            std::string path);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_FRAME_SOURCE_H_

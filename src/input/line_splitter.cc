#include "input/record_splitter.h"

namespace tikrar {

size_t LineSplitter::FindEnd(std::string_view bytes, size_t min_end,
                             bool at_end) {
  const size_t from = std::max(scanned_, min_end - 1);
  if (from < bytes.size()) {
    const size_t line_end = bytes.find('\n', from);
    if (line_end != kNone) {
      SetEnd(line_end + 1);
      return last_end_;
    }
  }
  // None at or past min_end: the last one before it still counts if the
  // stream breaks here.
  const size_t known = scanned_;
  scanned_ = bytes.size();
  if (at_end && !bytes.empty()) return last_end_ = bytes.size();
  const size_t earlier = bytes.substr(known).rfind('\n');
  if (earlier != kNone) last_end_ = known + earlier + 1;
  return kNone;
}

std::unique_ptr<RecordSplitter> MakeSplitter(Format format) {
  switch (format) {
    case Format::kJsonLines:
      return std::make_unique<LineSplitter>();
    case Format::kJsonArray:
      return std::make_unique<ArraySplitter>(/*inside=*/false);
    case Format::kCsv:
      return std::make_unique<CsvSplitter>(',');
    case Format::kTsv:
      return std::make_unique<CsvSplitter>('\t');
    case Format::kWarc:
      return std::make_unique<WarcSplitter>();
    case Format::kText:
      break;
  }
  return std::make_unique<WholeSplitter>();
}

}  // namespace tikrar

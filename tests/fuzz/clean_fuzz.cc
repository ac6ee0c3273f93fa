// Any bytes as the files that clean and restore read: either a reader says
// what is wrong, with the place, or what it returns keeps the promises of its
// header; and spans of any borders are cut as the reference cuts them.
//
// The first byte of the input chooses the file, the rest are its bytes.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "clean/clean_state.h"
#include "clean/cut.h"
#include "clean/decisions.h"
#include "clean/frame_source.h"
#include "clean/ledger.h"
#include "clean/manifest.h"
#include "clean/output_names.h"
#include "clean/row_file.h"
#include "fuzz/fuzz_target.h"
#include "input/record_pieces.h"
#include "input/text_locator.h"
#include "reference/reference_cut.h"
#include "report/seal.h"
#include "tikrar/input.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

void RequirePlace(const absl::Status& status) {
  Require(status.ok() ||
          status.message().find(": ") != absl::string_view::npos);
}

class BytesSource : public ByteSource {
 public:
  explicit BytesSource(std::string_view bytes) : bytes_(bytes) {}
  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    const size_t count = std::min(size, bytes_.size() - at_);
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

// Rows that are accepted come out again as they went in.
void FuzzLedger(std::string_view bytes, bool packed) {
  std::unique_ptr<ByteSource> source = std::make_unique<BytesSource>(bytes);
  if (packed) source = MakeFrameSource(std::move(source), "ledger");
  LedgerReader reader(RowFile("ledger", std::move(source)));
  for (;;) {
    const absl::StatusOr<bool> more = reader.Next();
    RequirePlace(more.status());
    if (!more.ok() || !*more) return;
    std::string line;
    AppendLedgerRow(reader.row(), &line);
    LedgerReader again(RowFile("again", std::make_unique<BytesSource>(line)));
    Require(*again.Next());
    Require(again.row().raw == reader.row().raw);
    Require(again.row().at == reader.row().at);
    Require(again.row().added == reader.row().added);
    Require(again.row().range == reader.row().range);
  }
}

void FuzzManifest(std::string_view bytes) {
  const absl::StatusOr<Manifest> manifest = ParseManifest("clean.json", bytes);
  RequirePlace(manifest.status());
  if (!manifest.ok()) return;
  std::string written = ManifestHead(*manifest);
  for (const ManifestInput& input : manifest->inputs) {
    Require(IsPathBelow(input.path));
    for (const ShardRow& shard : input.outputs)
      Require(IsPathBelow(shard.path));
    if (&input != &manifest->inputs.front()) written += ',';
    written += RenderManifestInput(input);
  }
  written += ManifestTail();
  Seal(&written);
  Require(ParseManifest("again", written).ok());
}

void FuzzDecisions(std::string_view bytes) {
  const absl::StatusOr<Decisions> decisions = Decisions::Parse("d", bytes);
  RequirePlace(decisions.status());
  if (!decisions.ok()) return;
  RequirePlace(decisions->CheckAllKnown(0));
  Require(decisions->empty() == decisions->CheckAllKnown(0).ok());
}

void FuzzState(std::string_view bytes) {
  const absl::StatusOr<CleanState> state = ParseState("state.json", bytes);
  RequirePlace(state.status());
  if (!state.ok()) return;
  const absl::StatusOr<CleanState> again =
      ParseState("again", RenderState(*state));
  Require(again.ok() && RenderState(*again) == RenderState(*state));
}

// Two bytes a span, then the text.
void FuzzCut(std::string_view bytes) {
  if (bytes.size() < 6) return;
  const std::string text = Decode(bytes.substr(6), Charset::kUtf8).text;
  const auto border = [&](size_t i) {
    size_t at = static_cast<uint8_t>(bytes[i]) % (text.size() + 1);
    while (at < text.size() && (text[at] & 0xC0) == 0x80) --at;
    return static_cast<uint32_t>(at);
  };
  const auto range = [&](size_t i) {
    const uint32_t a = border(i);
    const uint32_t b = border(i + 1);
    return TextRange{std::min(a, b), std::max(a, b)};
  };
  const bool exact = (bytes[0] & 0x80) != 0;
  const std::vector<TextRange> kept = {range(4)};
  const std::vector<CutPiece> pieces =
      CutSpans(text, {{range(0), exact}, {range(2), false}}, kept);
  const std::string left = WithoutPieces(text, pieces);
  Require(IsValidUtf8(left));
  Require(left == reference::CutText(
                      text, {{range(0), exact}, {range(2), false}}, kept));
}

// A record as ParseChunk reads it: its text is found, and cutting it out is
// cutting it out.
void FuzzLocator(std::string_view bytes, Format format) {
  InputFile file;
  file.format = format;
  const InputOptions options;
  RawChunk chunk;
  chunk.header = format == Format::kCsv ? "text,b\n" : "";
  chunk.bytes = std::string(bytes.substr(0, bytes.find('\n')));
  const std::string chunk_bytes = chunk.bytes;
  const std::string header = chunk.header;
  const DocumentBatch batch = ParseChunk(file, options, std::move(chunk));
  if (batch.documents.size() != 1 || batch.records != 1) return;
  // A row may have blank lines around it, which are no part of the record.
  const std::vector<RecordPiece> pieces =
      SplitPieces(format, chunk_bytes, /*is_first=*/false, /*has_fault=*/false);
  const auto piece =
      std::find_if(pieces.begin(), pieces.end(),
                   [](const RecordPiece& p) { return p.is_record; });
  Require(piece != pieces.end());
  const std::string_view record =
      std::string_view(chunk_bytes)
          .substr(piece->value_begin, piece->value_end - piece->value_begin);
  const std::string_view text = batch.documents[0].text;
  TextLocator locator(format, options, header, Charset::kUtf8);
  Require(locator.Find(record, text).ok());
  const auto size = static_cast<uint32_t>(text.size());
  const std::vector<size_t> ends = locator.Map(std::vector<uint32_t>{0, size});
  Require(ends[0] <= ends[1] && ends[1] <= record.size());
  Require(*locator.EndOfFields(record) <= record.size());
}

}  // namespace
}  // namespace tikrar

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  switch (data[0] % 8) {
    case 0:
      tikrar::FuzzLedger(bytes, /*packed=*/false);
      break;
    case 1:
      tikrar::FuzzLedger(bytes, /*packed=*/true);
      break;
    case 2:
      tikrar::FuzzManifest(bytes);
      break;
    case 3:
      tikrar::FuzzDecisions(bytes);
      break;
    case 4:
      tikrar::FuzzState(bytes);
      break;
    case 5:
      tikrar::FuzzCut(bytes);
      break;
    case 6:
      tikrar::FuzzLocator(bytes, tikrar::Format::kJsonLines);
      break;
    default:
      tikrar::FuzzLocator(bytes, tikrar::Format::kCsv);
  }
  return 0;
}

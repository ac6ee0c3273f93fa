// One chunk of an input: which of its bytes stay.

#ifndef TIKRAR_CLEAN_CHUNK_CLEANER_H_
#define TIKRAR_CLEAN_CHUNK_CLEANER_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "clean/clean_state.h"
#include "clean/corpus_writer.h"
#include "clean/document_cleaner.h"
#include "clean/document_plan.h"
#include "clean/family_table.h"
#include "clean/run_reader.h"
#include "input/record_pieces.h"
#include "input/text_locator.h"
#include "tikrar/clean.h"
#include "tikrar/input.h"

namespace tikrar {

// A chunk with all that was read of it.
struct ChunkJob {
  bool is_first = false;
  bool has_fault = false;
  uint64_t offset = 0;  // as RawChunk::offset
  std::string header;
  Charset charset = Charset::kUtf8;
  Charset stored_charset = Charset::kUtf8;

  std::string gap;      // the bytes before it: byte order mark, header
  std::string raw;      // its own
  std::string decoded;  // the same in UTF-8, if they are UTF-16
  RawChunk chunk;       // until it is parsed
  std::vector<RecordPiece> pieces;
  DocumentBatch batch;

  std::string_view bytes() const {
    return stored_charset == Charset::kUtf8 ? std::string_view(raw) : decoded;
  }
};

// What a dry run shows beyond the counts.
struct CleanPreview {
  std::array<std::map<std::string, CleanCount, std::less<>>, kKindCount>
      sources;
  // Bytes that go, by family: within a family all go for one kind.
  std::map<std::pair<Kind, int64_t>, uint64_t> families;
};

// A change to a record at an offset of its text: a stretch that goes, or
// bytes that come in.
struct TextEdit {
  TextRange range;
  const Removal* removal = nullptr;
  std::string_view added;
};

// What the chunks of all inputs share.
struct CleanContext {
  const RunInfo& run;
  const CleanOptions& options;
  CleanPlan* plan;
  DocumentCleaner* cleaner;
  const FamilyNotes& notes;  // for annotations
  DocumentLines* documents;
  SpanLines* spans;
  CorpusWriter* writer;
  CleanState* state;
  CleanPreview* preview;  // or null
};

// Calls must match: Process* Finish, for the chunks of one input in order.
class ChunkCleaner {
 public:
  // REQUIRES: all of them outlive this.
  ChunkCleaner(const CleanContext& context, const InputFile& file)
      : context_(context), file_(file) {}

  absl::Status Process(const ChunkJob& job);
  // What a resumed input has to know of the chunks that are done.
  absl::Status Pass(const ChunkJob& job);
  // Bytes that belong to no chunk: the rest of a record that is too long, what
  // follows the last chunk.
  absl::Status Leftover(std::string_view raw, bool is_of_reject);
  // After everything: closes an array that the input left open.
  absl::Status Finish();

 private:
  absl::Status StartInput(const ChunkJob& job, bool write);
  absl::Status TakeGap(const ChunkJob& job);
  bool IsSkipped(const RecordPiece& piece, size_t document,
                 size_t reject) const;
  absl::Status Between(const RecordPiece& piece);
  absl::Status AfterValue(const RecordPiece& piece);
  absl::Status Reject(const RecordPiece& piece);
  absl::Status OneDocument(const Document& document, const RecordPiece& piece);
  absl::Status RemoveWhole(const Document& document, const DocumentLine& line,
                           const CleanedDocument& cleaned,
                           const RecordPiece& piece);
  absl::Status KeepDocument(const Document& document, const DocumentLine& line,
                            const CleanedDocument& cleaned,
                            const RecordPiece& piece);
  absl::Status RemoveLong(const LedgerRow& row, const RecordPiece& piece,
                          std::string_view text);
  absl::Status RemoveStretch(const LedgerRow& row, TextRange range,
                             std::string_view text, std::string_view raw,
                             const RecordPiece& piece);
  std::vector<TextEdit> EditsOf(std::string_view text, std::string_view record,
                                const std::vector<Removal>& cuts) const;
  absl::Status WriteEdits(const std::vector<TextEdit>& edits,
                          std::string_view text, const DocumentLine& line,
                          const RecordPiece& piece, size_t* at);
  absl::Status WriteAnnotation(const DocumentLine& line,
                               const RecordPiece& piece, size_t* at);
  absl::Status RemoveRaw(LedgerRow row, std::string_view raw);
  absl::Status SettleComma(bool stays);
  std::string Annotation(const DocumentLine& line) const;
  absl::Status CheckFields(std::string_view record) const;
  absl::Status CheckDocument(const Document& document,
                             const DocumentLine& line) const;
  void Count(const RemovalCause& cause, const DocumentLine& line,
             uint64_t bytes, bool is_first_of_document);

  std::string_view RecordOf(const RecordPiece& piece) const;
  static size_t EndOf(const RecordPiece& piece);
  // Bytes [begin, end) of the chunk as they stand in the input.
  std::string_view Raw(size_t begin, size_t end);
  size_t RawPlace(size_t place);
  std::string Encode(std::string_view text) const;

  const CleanContext context_;
  const InputFile& file_;
  const ChunkJob* job_ = nullptr;
  std::unique_ptr<TextLocator> locator_;
  std::unique_ptr<DecodeSteps> steps_;  // of a table in UTF-16
  size_t decoded_at_ = 0;  // a place in the chunk, and where it is in raw
  size_t raw_at_ = 0;
  std::vector<DocumentSpan> spans_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CHUNK_CLEANER_H_

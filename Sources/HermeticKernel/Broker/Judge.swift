import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// Who decides in the broker: by the image that the interpreter's hook decides by, and with a record of what
/// was refused in the log that all processes of the run share.
struct Judge: Sendable {
  let image: PolicyImage
  let book: AddressBook
  let log: ViolationLog
  /// The process that the user started.
  let program: pid_t
  /// Whether violations are told at once, since nothing in the program's process will.
  let reports: Bool

  /// Notes a refusal, and returns whether the call is to fail: not where violations are only logged.
  func refuses(
    _ action: Action, on resource: String, note: String? = nil, _ rule: PolicyImage.Verdict,
    by thread: CInt
  ) -> Bool {
    guard rule >= 0 else { return false }
    let violation = Violation(action, on: resource, note: note, rule: rule, caller: nil)
    let process = thread == program ? "" : ProcessName(thread).text
    let record = log.append(violation, process: process)
    if let record { report(record) }
    return image.settings.onViolation != .log
  }

  /// Tells of a violation, once.
  private func report(_ index: Int) {
    guard reports, log.isPending(index), log.claim(index) else { return }
    let record = log.record(index)
    let verb = image.settings.onViolation == .log ? "would have blocked" : "blocked"
    let process = unsafe String(decoding: record.process, as: UTF8.self)
    let place = process.isEmpty ? "" : " in \(process)"
    let message = unsafe String(decoding: record.message, as: UTF8.self)
    var line = "hermetic: \(verb) action: \(message)\(place)\n"
    line.withUTF8 { text in
      if let start = text.baseAddress { unsafe hermetic_write(2, start, text.count) }
    }
  }

  /// Tells of what nobody has told of yet.
  func reportPending() {
    for index in 0..<ViolationLog.capacity { report(index) }
  }

  /// The same for a path.
  func refuses(
    _ action: Action, onPath path: [UInt8], isFolder: Bool = false, by thread: CInt
  ) -> Bool {
    let rule = unsafe path.withUnsafeBufferPointer {
      unsafe image.decide(action, onPath: $0, isFolder: isFolder)
    }
    guard rule >= 0 else { return false }
    let shown = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
    return refuses(action, on: shown, rule, by: thread)
  }
}

/// What people call a process: its command and number.
struct ProcessName {
  let text: String

  init(_ thread: CInt) {
    let name = TextFile.read("/proc/\(thread)/comm").split(separator: "\n").first ?? ""
    text = name.isEmpty ? "process \(thread)" : "\(name), process \(thread)"
  }
}

/// A small file of text, such as `/proc` is full of.
enum TextFile {
  /// As much of it as `most` bytes; empty where it cannot be read.
  static func read(_ path: String, most: Int = 1 << 16) -> String {
    let file = unsafe Descriptor(open(path, O_RDONLY | O_CLOEXEC))
    guard file.number >= 0 else { return "" }
    var bytes = [UInt8](repeating: 0, count: most)
    var count = 0
    while count < most {
      let length = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(file.number, buffer.baseAddress.map { unsafe $0 + count }, most - count)
      }
      guard length > 0 else { break }
      count += length
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

private import CHermetic
package import HermeticPolicy

/// The violations of a run, one record a distinct message, counted.
///
/// One mapping that every process of a run shares and appends to. It is evidence, never authority:
/// hostile code in one of them could forge it.
@safe
package struct ViolationLog: @unchecked Sendable {
  // SAFETY (Sendable): all access to the mapping goes through atomics, and whoever unmaps it is the last to have it.
  private let base: UnsafeMutableRawPointer

  /// What another process has it by; -1 where none has.
  package let descriptor: CInt

  private static let length = start + capacity * size

  /// A new, empty log, which processes may have in common that are executed; nil and errno where memory cannot be
  /// had.
  package init?(isShared: Bool = false) {
    var descriptor: CInt = -1
    let memory =
      unsafe isShared
      ? hermetic_shared_file(Self.length, &descriptor) : hermetic_shared_memory(Self.length)
    guard let memory = unsafe memory else { return nil }
    unsafe base = memory
    self.descriptor = descriptor
  }

  /// The log that another process has made; nil where it is none.
  package init?(descriptor: CInt) {
    guard hermetic_file_size(descriptor) == Int64(Self.length),
      let memory = unsafe hermetic_map_shared_file(descriptor, Self.length)
    else { return nil }
    unsafe base = memory
    self.descriptor = descriptor
  }

  /// Gives the memory back, in a process where nobody looks at the log any more.
  package func giveBack() {
    unsafe hermetic_release_memory(base, Self.length)
    if descriptor >= 0 { hermetic_close(descriptor) }
  }

  // Header: the number of violations, and of those for which there was no room.
  private static let total = 0
  private static let dropped = 4
  private static let start = 64
  /// How many distinct violations there is room for.
  package static let capacity = 256
  // A record: state, count, hash, rule, line, whether it is printed, then six texts, each its length
  // and its bytes.
  private static let size = 1600
  private static let message = (offset: 32, room: 380)
  private static let file = (offset: 416, room: 400)
  private static let function = (offset: 820, room: 200)
  private static let distribution = (offset: 1028, room: 120)
  private static let origin = (offset: 1152, room: 380)
  private static let process = (offset: 1536, room: 60)

  private static let ready: UInt32 = 2
  private static let writing: UInt32 = 1

  /// Counts a violation and returns its record's number, or nil where there is no room for another.
  ///
  /// `origin` says where its rule is from, if that is not the run's policy; `process` who did it, if that was
  /// not the program itself.
  package func append(
    _ violation: Violation, origin: String = "", process: String = ""
  ) -> Int? {
    _ = unsafe hermetic_add(word(Self.total), 1)
    let message = Self.clipped(violation.message, Self.message.room)
    let hash = Layout.finish(message.reduce(Layout.hashSeed, Layout.mix))
    for index in 0..<Self.capacity {
      let record = Self.start + index * Self.size
      var state = unsafe hermetic_load(word(record))
      if state == 0, unsafe hermetic_exchange_if(word(record), 0, Self.writing) {
        unsafe hermetic_store(word(record + 8), hash)
        unsafe hermetic_store(word(record + 12), UInt32(bitPattern: violation.rule))
        write(message, record, Self.message)
        write(Self.clipped(origin, Self.origin.room), record, Self.origin)
        write(Self.clipped(process, Self.process.room), record, Self.process)
        unsafe hermetic_store(word(record + 4), 1)
        if let caller = violation.caller { write(caller, record) }
        unsafe hermetic_store(word(record), Self.ready)
        return index
      }
      // Somebody else is at it; whether it is the same violation shows in a moment.
      var patience = 1_000_000
      while state == Self.writing, patience > 0 {
        state = unsafe hermetic_load(word(record))
        patience -= 1
      }
      guard unsafe hermetic_load(word(record + 8)) == hash,
        read(record, Self.message) == String(decoding: message, as: UTF8.self)
      else { continue }
      _ = unsafe hermetic_add(word(record + 4), 1)
      return index
    }
    _ = unsafe hermetic_add(word(Self.dropped), 1)
    return nil
  }

  /// Says who did it, where that became known only after the record was made.
  package func complete(_ index: Int, caller: Violation.Caller) {
    guard (0..<Self.capacity).contains(index) else { return }
    let record = Self.start + index * Self.size
    guard read(record, Self.file).isEmpty else { return }
    write(caller, record)
  }

  /// How many violations there were, counting each.
  package var count: Int { unsafe Int(hermetic_load(word(Self.total))) }

  /// Whether there was no room for every distinct violation.
  package var isFull: Bool { unsafe hermetic_load(word(Self.dropped)) > 0 }

  // MARK: Without an allocation

  // A process may leave from within a signal handler that interrupted an allocation.

  /// Whether there is a record with a number, and nobody has printed it.
  package func isPending(_ index: Int) -> Bool {
    let record = Self.start + index * Self.size
    return unsafe hermetic_load(word(record)) == Self.ready
      && hermetic_load(word(record + 20)) == 0
  }

  /// Marks a record as printed; false where somebody else has.
  package func claim(_ index: Int) -> Bool {
    unsafe hermetic_exchange_if(word(Self.start + index * Self.size + 20), 0, 1)
  }

  /// A record's texts and numbers, where they lie.
  @safe
  package struct Record {
    package let count: UInt
    package let rule: Int32
    package let line: UInt
    package let message: UnsafeRawBufferPointer
    package let file: UnsafeRawBufferPointer
    package let function: UnsafeRawBufferPointer
    package let distribution: UnsafeRawBufferPointer
    /// Where its rule is from, if that is not the run's policy.
    package let origin: UnsafeRawBufferPointer
    /// Which process did it, if that was not the program itself.
    package let process: UnsafeRawBufferPointer
  }

  /// The record with a number, which must be there.
  package func record(_ index: Int) -> Record {
    let record = Self.start + index * Self.size
    return unsafe Record(
      count: UInt(hermetic_load(word(record + 4))),
      rule: Int32(bitPattern: hermetic_load(word(record + 12))),
      line: UInt(hermetic_load(word(record + 16))), message: bytes(record, Self.message),
      file: bytes(record, Self.file), function: bytes(record, Self.function),
      distribution: bytes(record, Self.distribution), origin: bytes(record, Self.origin),
      process: bytes(record, Self.process))
  }

  private func bytes(
    _ record: Int, _ field: (offset: Int, room: Int)
  ) -> UnsafeRawBufferPointer {
    let length = min(unsafe Int(hermetic_load(word(record + field.offset))), field.room)
    // SAFETY: the field lies inside the record, and the record inside the mapping.
    return unsafe UnsafeRawBufferPointer(start: base + record + field.offset + 4, count: length)
  }

  // MARK: Reading

  /// A distinct violation, and how often it happened.
  package struct Entry {
    package let violation: Violation
    package let count: Int
    /// Where its rule is from, if that is not the run's policy.
    package let origin: String
  }

  /// The distinct violations, in the order in which they first happened.
  package var entries: [Entry] {
    var found: [Entry] = []
    for index in 0..<Self.capacity {
      let state = unsafe hermetic_load(word(Self.start + index * Self.size))
      if state == 0 { break }
      // One whose writer died half-way must not hide those behind it.
      if let entry = entry(index) { found.append(entry) }
    }
    return found
  }

  /// The last record whose message begins with a text.
  package func lastIndex(ofMessageBeginning text: String) -> Int? {
    (0..<Self.capacity).last { index in
      let record = Self.start + index * Self.size
      return unsafe hermetic_load(word(record)) == Self.ready
        && bytes(record, Self.message).starts(with: text.utf8)
    }
  }

  /// The record with a number.
  package func entry(_ index: Int) -> Entry? {
    guard (0..<Self.capacity).contains(index) else { return nil }
    let record = Self.start + index * Self.size
    guard unsafe hermetic_load(word(record)) == Self.ready else { return nil }
    let file = read(record, Self.file)
    let caller =
      file.isEmpty
      ? nil
      : unsafe Violation.Caller(
        file: file, line: Int(hermetic_load(word(record + 16))),
        function: read(record, Self.function))
    return unsafe Entry(
      violation: Violation(
        message: read(record, Self.message),
        rule: Int32(bitPattern: hermetic_load(word(record + 12))), caller: caller),
      count: Int(hermetic_load(word(record + 4))), origin: read(record, Self.origin))
  }

  private func write(_ caller: Violation.Caller, _ record: Int) {
    unsafe hermetic_store(word(record + 16), UInt32(truncatingIfNeeded: caller.line))
    write(Self.clipped(caller.function, Self.function.room), record, Self.function)
    write(
      Self.clipped(caller.distribution ?? "", Self.distribution.room), record, Self.distribution)
    write(Self.clipped(caller.file, Self.file.room), record, Self.file)
  }

  /// As much of a text as there is room for, in whole characters.
  private static func clipped(_ text: String, _ room: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      let next = Array(String(scalar).utf8)
      guard bytes.count + next.count <= room else { break }
      bytes += next
    }
    return bytes
  }

  private func write(_ text: [UInt8], _ record: Int, _ field: (offset: Int, room: Int)) {
    let length = min(text.count, field.room)
    for index in 0..<length {
      unsafe base.storeBytes(
        of: text[index], toByteOffset: record + field.offset + 4 + index, as: UInt8.self)
    }
    unsafe hermetic_store(word(record + field.offset), UInt32(length))
  }

  private func read(_ record: Int, _ field: (offset: Int, room: Int)) -> String {
    // From a copy: whoever shares the log may write to it while it is looked at.
    unsafe String(decoding: Array(bytes(record, field)), as: UTF8.self)
  }

  private func word(_ offset: Int) -> UnsafeMutablePointer<UInt32> {
    // SAFETY: every caller's offset is that of an aligned word inside the mapping.
    unsafe (base + offset).assumingMemoryBound(to: UInt32.self)
  }
}

import HermeticPolicy
import HermeticSession

/// An image in memory of its own, which is never freed: whoever has the image may keep it.
struct TestImage: Sendable {
  let image: PolicyImage

  /// Nil where the bytes hold no image.
  init?(bytes: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(bytes.count, 1), alignment: 16)
    unsafe memory.copyBytes(from: bytes)
    let filled = unsafe UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])
    // SAFETY: nothing writes to the memory from here on, and nothing frees it.
    guard let image = unsafe PolicyImage(filled) else { return nil }
    self.image = image
  }

  init?(_ policy: Policy, settings: RunSettings = RunSettings()) {
    self.init(bytes: PolicyImage.compile(policy, settings: settings))
  }

  /// The image of options as the command line would have them.
  init?(_ options: [(PolicyOption, [String])]) throws {
    self.init(try Policy(options))
  }

  init?(domains: [String]) throws {
    try self.init([(.allowDomain, domains)])
  }
}

extension Policy {
  init(_ options: [(PolicyOption, [String])]) throws {
    self.init()
    for (option, values) in options { try option.apply(to: &self, values: values) }
  }
}

extension TestImage {
  func screen(_ name: String) -> PolicyImage.Event? {
    // SAFETY: the C string lives as long as the call.
    unsafe name.withCString { unsafe image.screen($0) }
  }

  /// Whether something may be done with a host name.
  func allows(_ action: Action, name: String, port: UInt16? = nil) -> Bool {
    verdict(action, name: name, port: port) == PolicyImage.allowed
  }

  func verdict(_ action: Action, name: String, port: UInt16? = nil) -> PolicyImage.Verdict {
    // SAFETY: the bytes live as long as the call.
    unsafe Array(name.utf8).withUnsafeBufferPointer {
      unsafe image.decide(action, on: $0, port: port)
    }
  }

  /// Whether something may be done with an address; false where the text is none.
  func allows(
    _ action: Action, address: String, port: UInt16? = nil, book: AddressBook? = nil
  ) -> Bool {
    verdict(action, address: address, port: port, book: book) == PolicyImage.allowed
  }

  func verdict(
    _ action: Action, address: String, port: UInt16? = nil, book: AddressBook? = nil
  ) -> PolicyImage.Verdict {
    guard let address = IPAddress(address) else { return .max }
    return image.decide(action, on: address, port: port, book: book)
  }

  func allows(_ action: Action, unixSocket path: String) -> Bool {
    // SAFETY: the bytes live as long as the call.
    let verdict = unsafe Array(path.utf8).withUnsafeBufferPointer {
      unsafe image.decide(action, onUnixSocket: $0)
    }
    return verdict == PolicyImage.allowed
  }

  func allowedPorts(_ name: String) -> Set<UInt16> {
    var ports: Set<UInt16> = []
    // SAFETY: the bytes live as long as the call.
    unsafe Array(name.utf8).withUnsafeBufferPointer { bytes in
      unsafe image.forEachAllowedPort(bytes) { ports.insert($0) }
    }
    return ports
  }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

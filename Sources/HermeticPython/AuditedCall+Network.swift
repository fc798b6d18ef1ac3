import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

// What the events of the socket module are asked about.

extension AuditedCall {
  func decideHost(_ action: Action, asksAboutAddresses: Bool) -> CInt {
    guard let host = unsafe library.item(arguments, 0) else { return 0 }
    let answer = unsafe library.withHost(host) { text -> CInt in
      guard let address = unsafe NumericHost(text) else {
        let verdict = unsafe image.decide(action, on: text, port: nil)
        return verdict < 0 ? 0 : unsafe refuse(action, on: describe(text), verdict)
      }
      guard asksAboutAddresses else { return 0 }
      let verdict = unsafe image.decide(
        action, on: address.address, port: nil, book: state.pointee.session.book)
      return verdict < 0 ? 0 : refuse(action, on: address.address.description, verdict)
    }
    return answer ?? 0
  }

  func decideAddress(_ action: Action) -> CInt {
    guard let address = unsafe library.item(arguments, 1) else { return 0 }
    // Anything but `(host, port)` — the path of a Unix socket, no address, another family's — is
    // decided on in the call itself, by what it really holds.
    guard unsafe library.kind(address) == .tuple, let host = unsafe library.item(address, 0),
      let number = unsafe library.integer(library.item(address, 1)),
      let port = UInt16(exactly: number)
    else { return 0 }
    let answer = unsafe library.withHost(host) { text -> CInt in
      // Every address of the machine: which family's is the socket's to say.
      if text.isEmpty { return 0 }
      if let address = unsafe NumericHost(text) {
        // A client may ask for any free port before it connects; a server's socket is asked about
        // in the call, where its type is known.
        if action == .bind, port == 0, address.address.isUnspecified { return 0 }
        let verdict = unsafe image.decide(
          action, on: address.address, port: port, book: state.pointee.session.book)
        let target = SocketAddress(address.address, port: port)
        return verdict < 0 ? 0 : refuse(action, on: target.description, verdict)
      }
      let verdict = unsafe image.decide(action, on: text, port: port)
      return verdict < 0 ? 0 : unsafe refuse(action, on: "\(describe(text)):\(port)", verdict)
    }
    return answer ?? 0
  }

  func decideSocketKind(_ action: Action) -> CInt {
    guardModule("_socket")
    guard let family = unsafe library.integer(library.item(arguments, 1)),
      let type = unsafe library.integer(library.item(arguments, 2)),
      let name = SocketKind(eventFamily: family, type: type).unusualName
    else { return 0 }
    let verdict = image.defaultVerdict(action)
    return verdict < 0 ? 0 : refuse(action, on: name, verdict)
  }

  func decideSystemLog(_ action: Action) -> CInt {
    let path = "/dev/log"
    let verdict = image.decide(action, onUnixSocketAt: path)
    return verdict < 0 ? 0 : refuse(action, on: path, verdict)
  }
}

extension PythonLibrary {
  /// Lends the bytes of a host as the resolver will get them: text in another script as IDNA has it.
  fileprivate func withHost<Result>(
    _ host: Borrowed, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    let isPlain = unsafe withText(host) { text in
      for index in 0..<text.count where unsafe text[index] >= 0x80 { return false }
      return true
    }
    guard let isPlain else { return nil }
    if isPlain { return unsafe withText(host, body) }
    guard unsafe kind(host) == .string else { return unsafe withText(host, body) }
    // The same codec as the call itself will use. Whatever becomes of it there, the call of libc is
    // asked about again with the bytes that it is really given.
    guard let encoded = unsafe table.pointee.PyUnicode_AsEncodedString(host, "idna", nil) else {
      unsafe table.pointee.PyErr_Clear()
      return nil
    }
    let owned = unsafe Owned(encoded, self)
    return unsafe withText(owned.object, body)
  }
}

/// A host that is an address, in whatever form libc takes for one.
struct NumericHost {
  let address: IPAddress

  /// Reads text that is followed by a null byte.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard let start = text.baseAddress, !text.isEmpty else {
      // The socket module takes no host for every address of the machine.
      address = IPAddress(high: 0, low: 0)
      return
    }
    // SAFETY: `withText` lends text that a null byte follows.
    let parsed = unsafe start.withMemoryRebound(to: CChar.self, capacity: text.count + 1) {
      unsafe IPAddress(parsing: $0)
    }
    if let parsed {
      address = parsed
    } else if unsafe text.elementsEqual("<broadcast>".utf8) {
      address = IPAddress(v4: 0xffff_ffff)
    } else {
      return nil
    }
  }
}

extension IPAddress {
  /// Reads a C string as libc's resolver would, without asking anyone.
  init?(parsing text: UnsafePointer<CChar>) {
    var halves: (UInt64, UInt64) = (0, 0)
    let isAddress = unsafe withUnsafeMutableBytes(of: &halves) { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe hermetic_parse_address(text, start.assumingMemoryBound(to: UInt8.self))
    }
    guard isAddress else { return nil }
    self.init(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
  }
}

func describe(_ text: UnsafeBufferPointer<UInt8>) -> String {
  unsafe String(decoding: text, as: UTF8.self)
}

private import CHermetic

/// Bytes of an object with the buffer protocol, which keep it.
@safe
package final class BufferBytes: LentBuffer, @unchecked Sendable {
  // SAFETY (Sendable): the view is taken and given back with the GIL; in between its memory stays where it is. Who
  // writes to it meanwhile is the plugin's affair, as with any shared memory.
  private let view: UnsafeMutablePointer<hermetic_buffer>
  private let owner: LocalReference
  package let count: Int
  /// How many elements there are in each dimension.
  package let shape: [Int]
  /// The elements' type, as the `struct` module writes it.
  package let format: String
  package let itemSize: Int
  package let isReadOnly: Bool

  /// `PyBUF_CONTIG_RO | PyBUF_FORMAT`.
  private static let flags: CInt = 0x8 | 0x4

  init(_ object: Borrowed, _ host: PythonHost, _ scope: HostedScope?) throws(HostedFailure) {
    unsafe view = .allocate(capacity: 1)
    unsafe view.initialize(to: hermetic_buffer())
    guard unsafe host.hosting.pointee.PyObject_GetBuffer(object, view, Self.flags) == 0 else {
      unsafe view.deallocate()
      throw host.failure()
    }
    // The view has a reference of its own, by which it is given back.
    let memory = unsafe view.pointee
    unsafe host.library.table.pointee.Py_IncRef(object)
    owner = unsafe LocalReference(object, host, scope, typeName: "buffer")
    count = unsafe memory.length
    itemSize = unsafe memory.item_size
    isReadOnly = unsafe memory.is_read_only != 0
    format = unsafe memory.format.map { unsafe String(cString: $0) } ?? "B"
    shape =
      unsafe memory.shape.map { shape in
        unsafe (0..<Int(memory.dimensions)).map { unsafe shape[$0] }
      } ?? [memory.length]
  }

  deinit {
    let host = owner.host
    let view = unsafe SendableView(view: view)
    let scope = owner.scope
    host.threads.submit {
      let release = {
        unsafe host.hosting.pointee.PyBuffer_Release(view.view)
      }
      // Who exports it may hear of that in Python (PEP 688).
      if let scope { scope.within(release) } else { release() }
      unsafe view.view.deallocate()
      return nil
    }
  }

  @safe
  private struct SendableView: @unchecked Sendable {
    // SAFETY (Sendable): handed over for good.
    let view: UnsafeMutablePointer<hermetic_buffer>
  }

  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: view.pointee.start, count: count))
  }
}

using System.Text;
using System.Text.Encodings.Web;

namespace ErhChecker.Output;

/// <summary>Escapes what JSON requires, and what could change a terminal; apostrophes and letters stay readable.</summary>
internal sealed class TerminalSafeEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder Base = UnsafeRelaxedJsonEscaping;

    /// <summary>A rune needs at most two escapes of six characters.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 12;

    public override bool WillEncode(int unicodeScalar) => Base.WillEncode(unicodeScalar) || PlainText.IsHarmful(new Rune(unicodeScalar));

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        while (rest.Length > 0)
        {
            // Half of a pair is for the encoder to replace.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || WillEncode(rune.Value))
            {
                return textLength - rest.Length;
            }

            rest = rest[length..];
        }

        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!PlainText.IsHarmful(new Rune(unicodeScalar)) || Base.WillEncode(unicodeScalar))
        {
            return Base.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        }

        var escaped = PlainText.Escape(new Rune(unicodeScalar).ToString());
        numberOfCharactersWritten = escaped.Length;
        return escaped.TryCopyTo(new Span<char>(buffer, bufferLength));
    }
}

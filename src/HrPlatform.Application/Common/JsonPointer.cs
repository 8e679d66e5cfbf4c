using System.Text;

namespace HrPlatform.Application.Common;

/// <summary>RFC 6901 pointers to where an error lies in a body.</summary>
public static class JsonPointer
{
    /// <summary><c>Items[3].Email</c> becomes <c>/items/3/email</c>.</summary>
    public static string Of(string propertyPath)
    {
        var pointer = new StringBuilder();
        foreach (var part in propertyPath.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.TrimEnd(']');
            pointer.Append('/').Append(char.ToLowerInvariant(name[0])).Append(name, 1, name.Length - 1);
        }
        return pointer.ToString();
    }

    /// <summary><c>$.items[3].email</c>, the form of System.Text.Json, becomes <c>/items/3/email</c>.</summary>
    public static string OfJsonPath(string? path) => path is null or "$" ? "" : Of(path.TrimStart('$'));
}

using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Auditor.Web.Components;

/// <summary>
/// After a move to another page, takes the focus to its heading, so that screen readers tell where one is. Unlike the framework's own component it does nothing when a
/// page is loaded, and leaves a field alone that somebody writes in: the circuit comes to life when a reader may long be elsewhere on the page.
/// </summary>
public sealed class FocusHeading(IJSRuntime script) : ComponentBase
{
    private Type? shown;
    private bool moved;

    [Parameter, EditorRequired]
    public Microsoft.AspNetCore.Components.RouteData? Route { get; set; }

    protected override void OnParametersSet()
    {
        moved = shown != Route?.PageType;
        shown = Route?.PageType;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var goes = moved && !firstRender;
        moved = false;
        if (!goes)
        {
            return;
        }

        try
        {
            await script.InvokeVoidAsync("auditorFocusHeading");
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and its focus with it.
        }
    }
}
